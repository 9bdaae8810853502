/**
 * What an author writes between {@code {{ }}}: found when a file is loaded, filled in just before a try starts.
 *
 * <p>In: one text and what is known (types while a file is loaded, values at run time). Out: its mistakes, or the rendered value.
 * {@code dagfile} asks for mistakes; the loop and the operators render.
 *
 * <p>The way of a text: {@link comporta.template.Parsed} cuts it into plain pieces and expressions, {@link comporta.template.Scanner}
 * cuts an expression into tokens (here a hyphen becomes part of a name), Pebble's parser orders them into an
 * {@link comporta.template.Expr}, {@link comporta.template.Checker} judges its types, {@link comporta.template.Evaluator} computes it.
 * Pebble's own evaluator is not used: it takes text as true, prints nulls as nothing and looks for Java methods on values.
 */
@NullMarked
package comporta.template;

import org.jspecify.annotations.NullMarked;
