@org.jspecify.annotations.NullMarked
package comporta.template;
