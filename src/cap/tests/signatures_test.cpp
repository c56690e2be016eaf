// XML signatures: ours hold for others' programs too, and nothing that was changed passes.
#include "documents.hpp"
#include <sys/stat.h>

using namespace testing_cap;

namespace {

struct Keys : Folder {
    Keys() { cap::keep_keys_in(path.string()); }
};

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    auto at = text.find(what);
    REQUIRE(at != text.npos);
    return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE_FIXTURE(Keys, "a signed alert is the same bytes each time, fits the schema and reads as it did") {
    auto signed_once = cap::sign(cap::write(flood()));
    CHECK(signed_once == cap::sign(cap::write(flood())));
    CHECK(fits_the_schema(*this, signed_once));
    CHECK(*cap::read(signed_once) == flood());
    CHECK(cap::verify(signed_once).has_value());
}

TEST_CASE_FIXTURE(Keys, "the key is made once, for this server's eyes alone, and outlives it") {
    auto first = cap::certificate();
    struct stat about {};
    REQUIRE(::stat((path / "alerts-signing.pem").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    cap::keep_keys_in(path.string());
    CHECK(cap::certificate() == first);
    CHECK_FALSE(first.contains("PRIVATE"));
    ::chmod((path / "alerts-signing.pem").c_str(), 0644);
    cap::keep_keys_in(path.string());
    CHECK_THROWS((void)cap::certificate());
}

TEST_CASE_FIXTURE(Keys, "xmlsec1's command line verifies it with the certificate that is published") {
    auto document = put("alert.xml", cap::sign(cap::write(flood())));
    auto certificate = put("certificate.pem", cap::certificate());
    CHECK(succeeds("xmlsec1 --verify --pubkey-cert-pem '" + certificate.string() + "' '" + document.string() + "'"));
    auto forged = put("forged.xml", replaced(file(document), "Severe", "Minor"));
    CHECK_FALSE(succeeds("xmlsec1 --verify --pubkey-cert-pem '" + certificate.string() + "' '" + forged.string() + "'"));
}

TEST_CASE_FIXTURE(Keys, "whatever is changed in a signed alert, the signature fails") {
    auto whole = cap::sign(cap::write(flood()));
    auto fails = [](std::string const& xml) { return !cap::verify(xml).has_value(); };
    CHECK(fails(replaced(whole, "Severe", "Minor")));
    CHECK(fails(replaced(whole, "<info>", "<note>more</note><info>")));
    CHECK(fails(replaced(whole, "URI=\"\"", "URI=\"#other\"")));
    CHECK(fails(replaced(whole, "<DigestValue>", "<DigestValue>A")));
    CHECK(fails(cap::write(flood())));
    // A second alert around the signed one, or a second signature, is not what was signed.
    auto inner = whole.substr(whole.find("<alert"));
    CHECK(fails("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>other</identifier>" + inner + "</alert>"));
    auto signature = whole.substr(whole.find("<Signature"), whole.find("</Signature>") + 12 - whole.find("<Signature"));
    CHECK(fails(replaced(whole, "</Signature>", "</Signature>" + signature)));
    // Another transform could leave something out.
    CHECK(fails(replaced(whole, "<Transforms>", "<Transforms><Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><XPath>1</XPath></Transform>")));
    for (std::size_t at = 0; at < whole.size(); at += 97) {
        auto changed = whole;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        if (auto read = cap::read(changed); read && cap::verify(changed)) CHECK(*read == flood());
    }
}

TEST_CASE_FIXTURE(Keys, "a comment put into a signed text changes nothing of what is read") {
    auto whole = cap::sign(cap::write(flood()));
    auto with_comment = replaced(whole, "Mill Street and", "Mill <!-- not -->Street and");
    CHECK(cap::verify(with_comment).has_value());
    CHECK(*cap::read(with_comment) == flood());
}

TEST_CASE_FIXTURE(Keys, "another's key does not make it ours, whatever the document says of its key") {
    auto theirs = cap::sign(cap::write(flood()));
    auto pinned = cap::certificate();
    Keys others;
    CHECK_FALSE(cap::verify(theirs).has_value());
    CHECK(cap::verify(theirs, pinned).has_value());
    CHECK_FALSE(cap::verify(cap::sign(cap::write(flood())), pinned).has_value());
}

TEST_CASE_FIXTURE(Keys, "a document by another program, signed over inclusive canonical XML, is verified with its pinned certificate") {
    auto unsigned_text = replaced(cap::write(flood()), "</alert>",
        "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/>"
        "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/><ds:Reference URI=\"\"><ds:Transforms>"
        "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/></ds:Transforms>"
        "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature></alert>");
    auto plain = put("plain.xml", unsigned_text);
    auto certificate = cap::certificate();
    auto key = path / "alerts-signing.pem";
    REQUIRE(succeeds("xmlsec1 --sign --privkey-pem '" + key.string() + "' --output '" + (path / "signed.xml").string() + "' '" + plain.string() + "'"));
    auto theirs = file(path / "signed.xml");
    CHECK(cap::verify(theirs, certificate).has_value());
    CHECK(*cap::read(theirs) == flood());
    CHECK_FALSE(cap::verify(replaced(theirs, "Severe", "Minor"), certificate).has_value());
}

TEST_CASE("only a certificate can be pinned") {
    CHECK_FALSE(cap::check_certificate("").has_value());
    CHECK_FALSE(cap::check_certificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").has_value());
    Keys keys;
    CHECK(cap::check_certificate(cap::certificate()).has_value());
}
