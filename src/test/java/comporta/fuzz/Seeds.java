package comporta.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is mutated: real files, and texts that hold each construct once. */
final class Seeds {
    private static final Path ROOT = Path.of("..").toAbsolutePath();

    static final List<String> YAML_PIECES = List.of(
            "\n", "\t", "  ", ": ", "- ", "{", "}", "[", "]", "\"", "'", "{{ ds }}", "{{", "}}", "&a ", "*a", "!tag ", "<<: *a", "#", "|\n", ">-\n", "---\n",
            "%YAML 1.2\n", "? ", "null", "~", "true", "0x1f", "1e999", "-0", "9".repeat(40), "tasks:", "depends_on: ", "expand: {over: {m: [a, b]}}", "\u0000",
            "\uFEFF", "\u2028", "é", "\uD83D", "2026-02-30", "\"0 0 31 2 *\"", "PT", "99999999999d", "512q", "America/Nowhere");

    static final List<String> TEMPLATES = List.of(
            "{{ ds }}", "a {{ params.list | join(',') }} b", "{{ params.n + 1 * 2 - 3 / 4 % 5 }}", "{{ outputs.churn-model.auc | number > 0.5 }}",
            "{{ params.n == 3 ? ['a', 'b'] : 'c' }}", "{{ not (params.flag and false) or params.n is null }}", "{{ params.text | default('none') | upper }}",
            "{{ run.logical_date | plus('-1d') | date('yyyyMMdd') }}", "{{ params.text | slice(0, 2) ~ '-' ~ ds }}", "{{ params.list contains 'a' }}",
            "{{ '{{.State}}' }}", "{{ params.list is empty }}", "{{ params.object.key[0] }}", "{{ params.text | replace({'a': 'b'}) | base64encode }}",
            "{{ tasks.a-b.state == 'failed' }}", "{{ -1 }}", "{{ params.list | json | length }}");

    static final List<String> TEMPLATE_PIECES = List.of(
            "{{", "}}", "{{ ", " }}", "|", " | raw", "(", ")", "[", "]", "{", "}", ".", ",", "'", "\"", "\\", "&&", "||", "!", "=", "??",
            " in ", " is ", "not ", "-",
            "0", "1e9", "9".repeat(30), "params", "outputs", "ds", " and ", " or ", "contains", "null", "true", "?", ":", "~", "%", "%}", "{%", "{#", "#}",
            "\n", "\u0000", "é", "\uD83D", "default(", "date('", "plus('", "slice(", "replace(", "..", "[[", "((", "- -");

    static final List<String> SHELL_LINES = List.of(
            "printf %s x{{ v }}y", "printf %s \"x{{ v }}y\"", "printf %s 'x{{ v }}y'", "printf %s \"x$(printf %s {{ v }}; printf .)y\"",
            "true # don't; \"\nprintf %s x{{ v }}y", "true '\n# ' \\' \"'\" ; printf %s x{{ v }}y", "x={{ v }}; printf %s \"x${x}y\"",
            "if [ -n x{{ v }} ]; then printf %s \"x\"{{ v }}'y'; fi", "case a in a) printf %s x{{ v }}y;; esac",
            "z=\"${HOME:-\"a b\"}\"; printf %s \"x{{ v }}\"y",
            "n=$((1 + (2 * 3))); printf %s x{{ v }}y # {{ v }}", "(printf %s x{{ v }}y) 2>&1 #{{ v }}", ": <<'END'; printf %s x{{ v }}y\nit's \"\nEND\n",
            ": <<-END\n\tit's $(printf \\)) \"\n\tEND\nprintf %s x{{ v }}y", "for w in {{ v }} '{{ v }}' \"{{ v }}\"; do printf '<%s>' \"$w\"; done");

    static final List<String> SHELL_PIECES = List.of(
            "'", "\"", "\\", "`", "$", "$(", ")", "${", "}", "((", "))", "#", " ", "\n", ";", "&", "|", "<<E\n", "\nE\n", "<<'E'\n",
            "<<-E\n", "{{ v }}", "{{ v }}",
            "{{ v | upper }}", "$'", "$((", "=", "in ", "esac", "case a in ", "a) ", ";;", "\t", "\\\n", "printf %s ", "x", "${x:-", "${x#'}'}", "!", "*", "~");

    static final List<String> OUTPUTS = List.of(
            "rows=12\nname=a b\n", "{\"rows\": 12, \"list\": [1, 2.5, null, true, \"x\"], \"o\": {\"a\": {}}}", "key=\nother = x = y\n\n",
            "{}", "a=\u00e9\r\nb=2");

    static final List<String> OUTPUT_PIECES = List.of(
            "=", "\n", "{", "}", "[", "]", ":", ",", "\"", "\\u0000", "\\", "1e999999999", "-", "null", "9".repeat(500), "[".repeat(50),
            "{\"a\":".repeat(40), "\u0000",
            "\uFEFF", "\r", " ", "_", "\uD83D", "\"a\":1,\"a\":2", "NaN");

    private Seeds() {}

    static List<String> yamlFiles() throws IOException {
        var texts = new ArrayList<String>();
        for (var folder : List.of("dags", "dag-engine/src/test/resources/dagfile/examples")) {
            try (var files = Files.list(ROOT.resolve(folder))) {
                for (var file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        texts.addAll(List.of(Files.readString(ROOT.resolve("dag-engine/src/test/resources/dagfile/problems.txt")).split("=== .*\\n")));
        texts.removeIf(String::isBlank);
        return texts;
    }
}
