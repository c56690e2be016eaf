// CAP documents become messages and documents again, and what is wrong with one is told at its element.
#include "documents.hpp"

using namespace testing_cap;

namespace {

std::string refusal(std::string_view xml) {
    auto read = cap::read(xml);
    return read ? "taken" : read.error().message;
}

alerts::Message taken(std::string_view xml) {
    auto read = cap::read(xml);
    if (!read) FAIL(read.error().message);
    return *read;
}

}  // namespace

TEST_CASE("alerts as agencies published them read, write and read to the same message, in the form of the schema") {
    Folder folder;
    for (auto name : {"australia.cap", "earthquake.cap", "weather.cap"}) {
        CAPTURE(name);
        auto message = taken(sample(name));
        auto written = cap::write(message);
        CHECK(fits_the_schema(folder, written));
        CHECK(taken(written) == message);
    }
}

TEST_CASE("nothing of an agency's alert is lost") {
    auto fire = taken(sample("australia.cap"));
    CHECK(fire.identifier == "tag:www.rfs.nsw.gov.au2011-10-06:40184");
    CHECK(fire.codes == std::vector<std::string>{"urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0"});
    REQUIRE(fire.infos.size() == 2);
    auto const& info = fire.infos.front();
    CHECK(info.categories == std::vector{alerts::Category::fire, alerts::Category::met});
    CHECK(info.event_codes.size() == 2);
    CHECK(info.parameters.size() == 7);
    CHECK(info.parameters[5] == alerts::Named{"AllocatedResources", ""});
    CHECK(info.areas.front().circles == std::vector<std::string>{"-35.3888,147.0598 25.0"});
    CHECK(info.areas.front().geocodes.front().value == "AU-NSW");
    CHECK(info.description.starts_with("ALERT LEVEL: Not Applicable<br />LOCATION: 12 Cox Street"));
    CHECK(alerts::text_of(info.expires) == "2011-10-06T23:04:00+10:00");
    auto weather = taken(sample("weather.cap"));
    CHECK(weather.infos.front().description.contains("TODAY...\nTHE FLASH FLOOD WATCH"));
}

TEST_CASE("messages of every shape write documents of the schema, and read to what they were") {
    Folder folder;
    std::vector<std::string> all;
    for (unsigned seed = 0; seed < 400; ++seed) {
        auto message = Maker(seed).message();
        CAPTURE(seed);
        auto written = cap::write(message);
        auto back = cap::read(written);
        if (!back) FAIL(back.error().message);
        CHECK(*back == message);
        CHECK(cap::write(*back) == written);
        if (seed % 40 == 0) CHECK_MESSAGE(fits_the_schema(folder, written), written);
    }
}

TEST_CASE("an alert without its scope is refused, and the scope is named") {
    CHECK(refusal(sample("invalid.cap")) == "alert/scope: missing");
}

TEST_CASE("a refusal names the element") {
    auto info = [](std::string_view inside) { return document("", inside); };
    auto replaced = [](std::string_view what, std::string_view by) {
        auto made = document("");
        made.replace(made.find(what), what.size(), by);
        return made;
    };
    CHECK(refusal(document("")) == "taken");
    CHECK(refusal(replaced("<severity>Severe", "<severity>Bad")) == "alert/info[1]/severity: not one of Extreme, Severe, Moderate, Minor, Unknown");
    CHECK(refusal(replaced("<status>Actual", "<status>actual")) == "alert/status: not one of Actual, Exercise, System, Test, Draft");
    CHECK(refusal(replaced("<category>Met</category>", "")) == "alert/info[1]/category: missing");
    CHECK(refusal(replaced("+01:00", "+01")) == "alert/sent: not a moment with its offset, like 2026-11-22T09:40:00-07:00");
    CHECK(refusal(info("<event>Storm</event>")) == "alert/info[1]/event: given more than once");
    CHECK(refusal(info("<parameter><value>1</value></parameter>")) == "alert/info[1]/parameter[1]/valueName: missing");
    CHECK(refusal(info("<area/>")) == "alert/info[1]/area[1]/areaDesc: missing");
    CHECK(refusal(info("<resource><resourceDesc>a</resourceDesc><mimeType>a/b</mimeType><size>many</size></resource>")) == "alert/info[1]/resource[1]/size: not a number of bytes");
    CHECK(refusal(info("<expires>2020-01-01T00:00:00-00:00</expires>")).starts_with("alert/info[1]/expires: "));
    CHECK(refusal(info("<area><areaDesc>a</areaDesc><polygon>1,1 2,2 1,1</polygon></area>")).starts_with("alert/info[1]/area[1]/polygon[1]: "));
    CHECK(refusal(document("<references>a,b</references>")) == "alert/references: not sender,identifier,sent for each alert it refers to");
    CHECK(refusal(replaced("emergency:cap:1.2", "emergency:cap:9")) == "alert: neither CAP 1.2 nor CAP 1.1");
    CHECK(refusal("<html/>") == "alert: missing: this is no CAP document");
}

TEST_CASE("any prefix names the same elements, and what is of another namespace is passed over") {
    auto plain = taken(document(""));
    auto prefixed = document("");
    std::string made;
    for (std::size_t at = 0; at < prefixed.size(); ++at) {
        made += prefixed[at];
        if (prefixed[at] == '<') {
            if (prefixed[at + 1] == '/') made += prefixed[++at];
            made += "c:";
        }
    }
    made.replace(made.find("xmlns="), 6, "xmlns:c=");
    CHECK(taken(made) == plain);
    CHECK(taken(document("<x:scope xmlns:x=\"urn:other\">Private</x:scope><unknown>1</unknown>")) == plain);
    CHECK(taken(document("<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><identifier>other</identifier></Signature>")) == plain);
}

TEST_CASE("words are split at white space and by quotes; prose keeps its lines") {
    auto message = taken(document("<addresses>a@b.example \"the night shift\"\n c@d.example</addresses><incidents>\"Big Creek\" two</incidents>",
                                  "<description> two\n lines<!-- and --> more <![CDATA[<raw> & so]]></description>"));
    CHECK(message.addresses == std::vector<std::string>{"a@b.example", "the night shift", "c@d.example"});
    CHECK(message.incidents == std::vector<std::string>{"Big Creek", "two"});
    CHECK(message.infos.front().description == " two\n lines more <raw> & so");
}

TEST_CASE("no document type, entity, other encoding or endless nesting reaches the parser") {
    auto bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>" + document("<note>&b;</note>");
    CHECK(refusal(bomb).contains("document types and entities are not taken, in line 1"));
    CHECK(refusal(document("<note>&b;</note>")).contains("entities other than XML's own"));
    CHECK(refusal(document("<note>&#0;</note>")).contains("a character that XML does not have"));
    CHECK(refusal(document("<note>&#xD800;</note>")).contains("a character that XML does not have"));
    CHECK(refusal(document("<note>a\x01</note>")).contains("a character that XML does not have"));
    CHECK(refusal(document("<note>\xFF</note>")).contains("not in UTF-8"));
    CHECK(refusal("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + document("")).contains("encodings other than UTF-8"));
    CHECK(refusal(document("<note>a & b</note>")).contains("a bare &"));
    std::string deep;
    for (int i = 0; i < 20'000; ++i) deep += "<a>";
    CHECK(refusal(deep).contains("nested too deeply"));
    std::string wide = document("<note>");
    for (int i = 0; i < 60'000; ++i) wide += "<a/>";
    CHECK(refusal(wide).contains("too many elements"));
    CHECK(refusal(document("<note>" + std::string(2'000'000, 'x') + "</note>")).contains("larger than one megabyte"));
    for (auto broken : {"", " ", "<", "<a", "<a>", "</a>", "<a></b>", "<a/><b/>", "x<a/>", "<a b=\"<\"/>", "<!-- ", "<a><![CDATA[", "<?xml", "<a b='1' b>", "&amp;<a/>"})
        CHECK_FALSE_MESSAGE(cap::read(broken).has_value(), broken);
    CHECK(refusal("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>" + document("")) == "taken");
}

TEST_CASE("what a message holds that XML cannot say does not make a document unreadable") {
    auto message = flood();
    message.infos.front().headline = "bell \x07 and \xEF\xBF\xBF end";
    CHECK(taken(cap::write(message)).infos.front().headline == "bell  and  end");
}
