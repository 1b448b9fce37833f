package org.letterlock.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.BeforeClass;
import org.junit.Test;

/** What is written outside the code of metrics: the dashboard, the alert rules and the documentation. */
public class PublishedNamesTest {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path DOCS = MODULE.resolve("../../docs");
    private static final Pattern METRIC = Pattern.compile("\\b(?:letterlock|jvm|process)_[a-z0-9_]+");

    /** Names of series, as a query has them. */
    private static Set<String> series = Set.of();

    /** Names of metrics, as their type is declared. */
    private static Set<String> metrics = Set.of();

    @BeforeClass
    public static void writeEverything() throws IOException {
        Gateway gateway = new Gateway(1000);
        gateway.start();
        gateway.tellOfEverything();
        List<String> lines = gateway.lines();
        series = lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        metrics = lines.stream()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", 4)[2])
                .collect(Collectors.toCollection(TreeSet::new));
        // For promtool, which looks at it in the check on Debian.
        Files.write(Files.createDirectories(MODULE.resolve("target")).resolve("metrics.txt"), lines);
    }

    @Test
    public void dashboardShouldAskForSeriesThatExist() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DOCS.resolve("grafana/letterlock-dashboard.json").toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(20);
        assertThat(names(String.join("\n", expressions))).isNotEmpty().isSubsetOf(series);
    }

    @Test
    public void alertRulesShouldAskForSeriesThatExist() throws IOException {
        assertThat(names(Files.readString(DOCS.resolve("grafana/alerts.yml"))))
                .isNotEmpty()
                .isSubsetOf(series);
    }

    @Test
    public void documentationShouldNameEachMetricAndNoOther() throws IOException {
        String operations = Files.readString(DOCS.resolve("operations.md"));
        int begin = operations.indexOf("\n## Metrics\n");
        String section = operations.substring(begin, operations.indexOf("\n## ", begin + 1));
        Set<String> documented = section.lines()
                .filter(line -> line.startsWith("| `letterlock_"))
                .map(line -> line.split("`", 3)[1])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented)
                .isEqualTo(metrics.stream()
                        .filter(name -> name.startsWith("letterlock_"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> names(String text) {
        return METRIC.matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
