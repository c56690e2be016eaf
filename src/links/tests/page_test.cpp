// What pages say of themselves, and what is not believed.
#include "links/oembed.hpp"
#include "links/page.hpp"
#include <chrono>
#include <doctest/doctest.h>

namespace {

links::Page read(std::string_view html, std::string_view type = "text/html; charset=utf-8") {
    return links::read_page(html, type, "https://news.example/a/story.html");
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace

TEST_CASE("OpenGraph says more than plain tags, and is read first") {
    auto page = read(R"(<!doctype html><html lang="de-AT"><head><title>Site | Story</title>
        <meta property="og:title" content="Sleep &amp; migraine"><meta name="description" content="plain">
        <meta property="og:description" content="What  the
 trial found"><meta property="og:site_name" content="The News">
        <meta property="og:image" content="/img/a b.jpg"><meta property="og:image:alt" content="A chart">
        <meta name="author" content="Ada L."><meta property="article:author" content="https://news.example/ada">
        <meta property="article:published_time" content="2026-03-01T10:00:00+01:00">
        <link rel="alternate" type="application/json+oembed" href="https://news.example/oembed?url=1&amp;b=2"></head><body></body></html>)");
    CHECK(page.title == "Sleep & migraine");
    CHECK(page.description == "What the trial found");
    CHECK(page.provider_name == "The News");
    CHECK(page.image == "https://news.example/img/a%20b.jpg");
    CHECK(page.image_description == "A chart");
    CHECK(page.author_name == "Ada L.");
    CHECK(page.author_url == "https://news.example/ada");
    CHECK(page.language == "de");
    CHECK(page.published_at == 1772355600000);
    CHECK(page.oembed == "https://news.example/oembed?url=1&b=2");
}

TEST_CASE("a page with a title alone has its host as its provider") {
    auto page = read("<TITLE>Caf\xC3\xA9 &lt;b&gt;</TITLE><p>text");
    CHECK(page.title == "Caf\xC3\xA9 <b>");
    CHECK(page.provider_name == "news.example");
    CHECK(page.image.empty());
    CHECK(page.language.empty());
}

TEST_CASE("Twitter's tags count where OpenGraph is silent, and a creator is an author") {
    auto page = read(R"(<meta name="twitter:title" content="T"><meta name="twitter:image" content="https://cdn.example/i.png"><meta name="fediverse:creator" content="@ada@salve.example">)");
    CHECK(page.title == "T");
    CHECK(page.image == "https://cdn.example/i.png");
    CHECK(page.author_name == "@ada@salve.example");
}

TEST_CASE("what a script, a comment or a second title says is not heard") {
    auto page = read(R"(<script>"<title>in script</title>"</script><!-- <title>hidden</title> --><title>First</title><svg><title>Second</title></svg>)");
    CHECK(page.title == "First");
}

TEST_CASE("addresses are http or https and carry no password") {
    for (auto wrong : {"javascript:alert(1)", "data:image/png;base64,AA", "file:///etc/passwd", "ftp://a/b", "https://u:p@a.example/"}) {
        auto page = read("<title>T</title><meta property=\"og:image\" content=\"" + std::string(wrong) + "\">");
        CAPTURE(wrong);
        CHECK(page.image.empty());
    }
}

TEST_CASE("bytes become text by what the page, or else its server, says") {
    CHECK(read("<title>Gr\xFC\xDF" "e</title>", "text/html; charset=ISO-8859-1").title == "Gr\xC3\xBC\xC3\x9F" "e");
    CHECK(read("<meta charset=\"windows-1251\"><title>\xCC\xE8\xF0</title>", "text/html").title == "\xD0\x9C\xD0\xB8\xD1\x80");
    CHECK(read("<title>Gr\xFC\xDF" "e</title>", "text/html; charset=no-such-set").title == "Gr\xC3\xBC\xC3\x9F" "e");
    std::string wide = "\xFF\xFE";
    for (char c : std::string("<title>Hi</title>")) (wide += c) += '\0';
    CHECK(read(wide, "text/html").title == "Hi");
}

TEST_CASE("texts are cut, and hold no controls or tricks of direction") {
    auto page = read("<title>" + repeated("ab ", 1000) + "</title><meta name=\"description\" content=\"a\xE2\x80\xAE" "b" "c\">");
    CHECK(page.title.size() < 210);
    CHECK(page.description == "abc");
}

TEST_CASE("pages that are made to hurt take little time") {
    auto hurting = {
        repeated("<div>", 200'000) + "<title>T</title>",
        "<meta" + repeated(" a=1", 250'000) + "><title>T</title>",
        repeated("<meta property=a content=b>", 40'000) + "<title>T</title>",
        repeated("<script>", 120'000),
        repeated("</", 500'000),
        repeated("<!--", 250'000),
        repeated("<a b=\"", 160'000),
        repeated("<title>", 140'000),
        repeated("<textarea><", 90'000),
        "<title>" + repeated("&", 1'000'000),
    };
    for (auto const& html : hurting) {
        CAPTURE(html.substr(0, 20));
        auto const before = std::chrono::steady_clock::now();
        (void)read(html);
        auto const took = std::chrono::steady_clock::now() - before;
        // Quadratic work takes minutes; the bound is for a slow machine.
        CHECK(std::chrono::duration_cast<std::chrono::milliseconds>(took).count() < 2000);
    }
}

TEST_CASE("oEmbed names the author, and a photo is its own picture") {
    links::Card card;
    std::string image;
    links::add_oembed(card, image, R"({"version":"1.0","type":"photo","title":"Sunrise","author_name":"Ben","author_url":"https://p.example/ben",
        "provider_name":"Pictures","provider_url":"https://p.example/","url":"https://p.example/1.jpg","width":10,"height":20})", "https://p.example/1");
    CHECK(card.type == "photo");
    CHECK(card.title == "Sunrise");
    CHECK(card.author_name == "Ben");
    CHECK(card.provider_url == "https://p.example/");
    CHECK(image == "https://p.example/1.jpg");
}

TEST_CASE("a player is embedded from named hosts only, in our own words") {
    auto answer = R"({"type":"video","title":"V","width":640,"height":360,"html":"<script>bad()</script><iframe onload='bad()' src='https://play.example/v?a=1&b=\"'></iframe>"})";
    links::Card card;
    std::string image;
    links::add_oembed(card, image, answer, "https://play.example/");
    CHECK(card.html.empty());
    CHECK(card.type == "link");
    links::embed_hosts.change("other.example, play.example");
    links::add_oembed(card, image, answer, "https://play.example/");
    links::embed_hosts.change("");
    CHECK(card.type == "video");
    CHECK(card.html == "<iframe src=\"https://play.example/v?a=1&amp;b=&quot;\" width=\"640\" height=\"360\" sandbox=\"allow-scripts allow-same-origin\" "
                       "referrerpolicy=\"no-referrer\" allowfullscreen></iframe>");
}

TEST_CASE("an answer that is no JSON changes nothing") {
    links::Card card;
    std::string image;
    for (auto wrong : {"", "[]", "{", "null", "<html>"}) links::add_oembed(card, image, wrong, "https://p.example/");
    CHECK(card.title.empty());
    CHECK(image.empty());
}
