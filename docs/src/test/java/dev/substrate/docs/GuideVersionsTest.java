package dev.substrate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The project of the guide to the test kit has the versions that this build has: others were not tried together. */
class GuideVersionsTest {

    private static final Pattern XML_BLOCK = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ARTIFACT =
            Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<$]+)</version>");
    private static final Pattern PROPERTY = Pattern.compile("<([a-z.-]+)\\.version>([^<]+)</");

    @Test
    void theProjectOfTheGuideHasTheVersionsOfThisBuild() throws IOException {
        Matcher block = XML_BLOCK.matcher(Files.readString(Book.DOCS.resolve("testing.md")));
        assertThat(block.find()).isTrue();
        String ours = Files.readString(Book.PROJECT.resolve("pom.xml"));
        Map<String, String> wanted = versions(ARTIFACT, ours);
        Map<String, String> properties = versions(PROPERTY, ours);
        wanted.put("akka-cluster-sharding-typed_2.13", properties.get("akka"));
        wanted.put("junit-jupiter", wanted.get("junit-bom"));
        wanted.put("multi-jvm-tests", wanted.get("substrate"));

        Map<String, String> guide = versions(ARTIFACT, block.group(1));
        guide.remove("killing-nodes");

        assertThat(guide)
                .hasSize(6)
                .allSatisfy(
                        (artifact, version) -> assertThat(version).as(artifact).isEqualTo(wanted.get(artifact)));
    }

    private static Map<String, String> versions(Pattern pattern, String text) {
        Map<String, String> versions = new HashMap<>();
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            versions.put(found.group(1), found.group(2));
        }
        return versions;
    }
}
