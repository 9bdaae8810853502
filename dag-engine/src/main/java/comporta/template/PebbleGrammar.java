package comporta.template;

import io.pebbletemplates.pebble.error.ParserException;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.lexer.TokenStream;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.node.PositionalArgumentNode;
import io.pebbletemplates.pebble.node.TestInvocationExpression;
import io.pebbletemplates.pebble.node.expression.ArrayExpression;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.node.expression.ContextVariableExpression;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.node.expression.FilterInvocationExpression;
import io.pebbletemplates.pebble.node.expression.GetAttributeExpression;
import io.pebbletemplates.pebble.node.expression.LiteralBigDecimalExpression;
import io.pebbletemplates.pebble.node.expression.LiteralBooleanExpression;
import io.pebbletemplates.pebble.node.expression.LiteralNullExpression;
import io.pebbletemplates.pebble.node.expression.LiteralStringExpression;
import io.pebbletemplates.pebble.node.expression.MapExpression;
import io.pebbletemplates.pebble.node.expression.TernaryExpression;
import io.pebbletemplates.pebble.node.expression.UnaryMinusExpression;
import io.pebbletemplates.pebble.node.expression.UnaryNotExpression;
import io.pebbletemplates.pebble.operator.Associativity;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.BinaryOperatorImpl;
import io.pebbletemplates.pebble.operator.BinaryOperatorType;
import io.pebbletemplates.pebble.operator.UnaryOperator;
import io.pebbletemplates.pebble.operator.UnaryOperatorImpl;
import io.pebbletemplates.pebble.parser.ExpressionParser;
import io.pebbletemplates.pebble.parser.ParserImpl;
import io.pebbletemplates.pebble.parser.ParserOptions;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pebble's expression parser with the operators of this language: our tokens in, our tree out. Offsets travel as line numbers. */
final class PebbleGrammar {
    private static final Map<String, BinaryOperator> BINARY = binary();

    /** {@code not} binds looser than a comparison and closer than {@code and}. */
    private static final Map<String, UnaryOperator> UNARY = Map.of(
            "not", new UnaryOperatorImpl("not", 18, UnaryNotExpression.class),
            "-", new UnaryOperatorImpl("-", 500, UnaryMinusExpression.class));

    private PebbleGrammar() {}

    static Expr parse(List<Lexeme> tokens) {
        var pieces = new ArrayList<Token>();
        for (var token : tokens) {
            add(token, pieces);
        }
        var last = tokens.getLast();
        pieces.add(new Token(Token.Type.EOF, "", last.end()));
        // a second end: the parser peeks one token ahead
        pieces.add(new Token(Token.Type.EOF, "", last.end()));
        var stream = new TokenStream(pieces, "expression");
        var options = new ParserOptions().setLiteralNumbersAsBigDecimals(true);
        var parser = new ParserImpl(UNARY, BINARY, Map.of(), options);
        parser.setStream(stream);
        Expression<?> parsed;
        try {
            parsed = new ExpressionParser(parser, BINARY, UNARY, options).parseExpression();
        } catch (ParserException e) {
            throw at(stream.current().getLineNumber(), tokens);
        }
        if (!stream.current().test(Token.Type.EOF)) {
            throw at(stream.current().getLineNumber(), tokens);
        }
        return convert(parsed, tokens.getFirst().offset());
    }

    private static void add(Lexeme token, List<Token> pieces) {
        int at = token.offset();
        switch (token.type()) {
            case NAME -> pieces.add(new Token(Token.Type.NAME, token.text(), at));
            case TEXT -> pieces.add(new Token(Token.Type.STRING, token.text(), at));
            case NUMBER -> pieces.add(new Token(Token.Type.NUMBER, token.text(), at));
            case OPERATOR -> pieces.add(new Token(Token.Type.OPERATOR, token.text(), at));
            case SIGN -> pieces.add(new Token(Token.Type.PUNCTUATION, token.text(), at));
            case ID -> {
                // outputs.churn-model becomes outputs['churn-model']
                pieces.removeLast();
                pieces.add(new Token(Token.Type.PUNCTUATION, "[", at));
                pieces.add(new Token(Token.Type.STRING, token.text(), at));
                pieces.add(new Token(Token.Type.PUNCTUATION, "]", at));
            }
        }
    }

    private static Mistake at(int offset, List<Lexeme> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (token.offset() >= offset && token.end() > offset) {
                return Grammar.unexpected(token.text(), token.offset(), tokens.subList(0, i));
            }
        }
        var last = tokens.getLast();
        return Mistake.syntax(
                last.offset(), last.length(), "the expression ends too early, after \"" + last.text() + "\"",
                "Finish it, or remove \"" + last.text() + "\"");
    }

    private static Expr convert(Expression<?> from, int start) {
        return switch (from) {
            case LiteralStringExpression text -> new Expr.Literal(text.getValue(), text.getLineNumber());
            case LiteralBigDecimalExpression number -> new Expr.Literal(number(number.getValue()), number.getLineNumber());
            case LiteralBooleanExpression truth -> new Expr.Literal(truth.getValue(), truth.getLineNumber());
            case LiteralNullExpression nothing -> new Expr.Literal(null, nothing.getLineNumber());
            case ContextVariableExpression name -> new Expr.Root(name.getName(), name.getLineNumber());
            case GetAttributeExpression get -> {
                var of = convert(get.getNode(), start);
                yield new Expr.Get(of, convert(get.getAttributeNameExpression(), of.offset()), of.offset());
            }
            case UnaryNotExpression not -> new Expr.Not(convert(not.getChildExpression(), start), start);
            case UnaryMinusExpression minus -> new Expr.Minus(convert(minus.getChildExpression(), start), start);
            case Node node -> operation(node, start);
            case TernaryExpression choice -> {
                var condition = convert(choice.getExpression1(), start);
                yield new Expr.Choice(
                        condition,
                        convert(choice.getExpression2(), condition.offset()),
                        convert(choice.getExpression3(), condition.offset()),
                        condition.offset());
            }
            case ArrayExpression list -> new Expr.ListOf(
                    list.getValues().stream().map(item -> convert(item, start)).toList(), start);
            case MapExpression map -> new Expr.MapOf(
                    map.getEntries().entrySet().stream()
                            .map(entry -> new Expr.Entry(convert(entry.getKey(), start), convert(entry.getValue(), start)))
                            .sorted(Comparator.comparingInt((Expr.Entry entry) -> entry.key().offset()))
                            .toList(),
                    start);
            default -> throw Mistake.syntax(start, 1, "this is no expression of templates", "Use names, operators and filters only");
        };
    }

    private static Expr operation(Node node, int start) {
        var left = convert(node.getLeftExpression(), start);
        return switch (node.getRightExpression()) {
            case FilterInvocationExpression filter -> new Expr.Apply(
                    filter.getFilterName(),
                    left,
                    arguments(filter.getArgs(), filter.getLineNumber()),
                    left.offset(),
                    filter.getLineNumber());
            case TestInvocationExpression test -> {
                if (!arguments(test.getArgs(), test.getLineNumber()).isEmpty()) {
                    throw Mistake.syntax(test.getLineNumber(), 1, "\"" + test.getTestName() + "\" takes no values", "Remove the brackets");
                }
                yield new Expr.Is(left, test.getTestName(), node.operator.equals("is not"), left.offset(), test.getLineNumber());
            }
            default -> new Expr.Operation(node.operator, left, convert(node.getRightExpression(), left.offset()), left.offset());
        };
    }

    private static List<Expr> arguments(ArgumentsNode args, int start) {
        var positional = args.getPositionalArgs();
        return positional == null
                ? List.of()
                : positional.stream().map(PositionalArgumentNode::getValueExpression).map(value -> convert(value, start)).toList();
    }

    private static Object number(BigDecimal written) {
        return written.scale() == 0 && written.precision() < 19 ? (Object) written.longValueExact() : written;
    }

    private static Map<String, BinaryOperator> binary() {
        var operators = new HashMap<String, BinaryOperator>();
        operator(operators, 10, BinaryOperatorType.NORMAL, "or");
        operator(operators, 15, BinaryOperatorType.NORMAL, "and");
        operator(operators, 20, BinaryOperatorType.TEST, "is", "is not");
        operator(operators, 20, BinaryOperatorType.NORMAL, "contains");
        operator(operators, 30, BinaryOperatorType.NORMAL, "==", "!=", "<", "<=", ">", ">=");
        operator(operators, 40, BinaryOperatorType.NORMAL, "+", "-");
        operator(operators, 60, BinaryOperatorType.NORMAL, "*", "/", "%");
        operator(operators, 100, BinaryOperatorType.FILTER, "|");
        operator(operators, 110, BinaryOperatorType.NORMAL, "~");
        return Map.copyOf(operators);
    }

    private static void operator(Map<String, BinaryOperator> into, int precedence, BinaryOperatorType type, String... symbols) {
        for (var symbol : symbols) {
            into.put(symbol, new BinaryOperatorImpl(symbol, precedence, () -> new Node(symbol), type, Associativity.LEFT));
        }
    }

    /** Remembers its operator; it is only ever read. */
    private static final class Node extends BinaryExpression<Object> {
        private final String operator;

        private Node(String operator) {
            this.operator = operator;
        }

        @Override
        public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            throw new UnsupportedOperationException("expressions are computed by Evaluator");
        }
    }
}
