package dev.substrate.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class TimelineTest {

    private static final RegisterModel.Read READ = new RegisterModel.Read();

    @Test
    void aCounterexampleIsDrawnWithWhatIsExplainedAndWhatIsStuck() throws Exception {
        History history = new Script()
                .ok("a", 0, 1_000_000, new RegisterModel.Write(1))
                .unknown("b", 2_000_000, new RegisterModel.Write(2))
                .ok("a", 3_000_000, 4_000_000, READ, 2)
                .ok("c", 5_000_000, 6_000_000, READ, 1)
                .history();
        Verdict verdict = Linearizability.of(new RegisterModel()).check(history);
        String html = Timeline.html(((Verdict.Invalid) verdict).counterexample());

        Document page = parse(html);
        assertThat(count(page, "done")).isEqualTo(2);
        assertThat(count(page, "unknown")).isEqualTo(1);
        assertThat(count(page, "stuck")).isEqualTo(1);
        assertThat(html).contains("1. write(1)", "read → 1", "5.000 ms to 6.000 ms", "to open");
        assertThat(html).doesNotContain("<script", "http://", "https://");
    }

    @Test
    void whatClientsWriteIsNoMarkup() throws Exception {
        History history = new Script()
                .ok("<b>&\"'", 0, 1, new RegisterModel.Write("</text><script>alert(1)</script>\u0000\uD800"))
                .history();
        String html = Timeline.html("<title>", history);
        parse(html);
        assertThat(html).doesNotContain("<script", "<b>", "<title><").contains("&lt;script&gt;");
    }

    @Test
    void anEmptyHistoryHasAPageToo() throws Exception {
        parse(Timeline.html("nothing", new Script().history()));
    }

    private static int count(Document page, String kind) {
        NodeList groups = page.getElementsByTagName("g");
        int count = 0;
        for (int each = 0; each < groups.getLength(); each++) {
            if (groups.item(each) instanceof Element group
                    && group.getAttribute("class").equals(kind)) {
                count++;
            }
        }
        return count;
    }

    /** The page is XML, too, apart from its first line and an element without an end. */
    private static Document parse(String html) throws Exception {
        String xml = html.replace("<!DOCTYPE html>", "").replace("<meta charset=\"utf-8\">", "");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
