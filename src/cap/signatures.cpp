// XML signatures by xmlsec: enveloped, over the whole document and nothing else. No other file sees libxml2 or xmlsec.
#include "base/settings.hpp"
#include "cap/cap.hpp"
#include "cap/hub.hpp"
#include "cap/xml.hpp"
#include "crypto/crypto.hpp"
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <mutex>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

namespace cap {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* thing) const { release(thing); }
};
using Document = std::unique_ptr<xmlDoc, Release<xmlFreeDoc>>;
using Context = std::unique_ptr<xmlSecDSigCtx, Release<xmlSecDSigCtxDestroy>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;

// Set up once, before anything is signed; libxml2 and xmlsec keep their state for as long as the program runs.
void begin() {
    static bool const begun = [] {
        xmlInitParser();
        if (xmlSecInit() < 0 || xmlSecCryptoAppInit(nullptr) < 0 || xmlSecCryptoInit() < 0) throw std::runtime_error("xmlsec cannot be set up");
        xmlSecErrorsDefaultCallbackEnableOutput(0);  // a signature that does not hold is an answer, not a line in the log
        return true;
    }();
    (void)begun;
}

Certificate certificate_in(std::string_view pem) {
    std::unique_ptr<BIO, Release<BIO_free_all>> memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return Certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
}

std::string text_in(BIO* memory) {
    char* bytes = nullptr;
    auto size = BIO_get_mem_data(memory, &bytes);
    return std::string(bytes, static_cast<std::size_t>(size));
}

// Says whose key it is; valid for as long as anybody may ask.
std::string self_signed(EVP_PKEY* key) {
    Certificate made(X509_new());
    X509_set_version(made.get(), 2);
    auto serial = crypto::random_bytes(8);
    serial[0] = static_cast<char>(serial[0] & 0x7F);
    std::unique_ptr<BIGNUM, Release<BN_free>> number(BN_bin2bn(reinterpret_cast<unsigned char const*>(serial.data()), static_cast<int>(serial.size()), nullptr));
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(made.get()));
    constexpr long twenty_years = 20L * 365 * 24 * 3600;
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), twenty_years);
    auto* name = X509_get_subject_name(made.get());
    auto domain = base::site_domain().substr(0, 64);  // X.520: a common name has at most 64 characters
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<unsigned char const*>(domain.data()), static_cast<int>(domain.size()), -1, 0);
    X509_set_issuer_name(made.get(), name);
    X509_set_pubkey(made.get(), key);
    if (!X509_sign(made.get(), key, EVP_sha256())) throw std::runtime_error("the certificate for alerts cannot be made");
    std::unique_ptr<BIO, Release<BIO_free_all>> memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), made.get());
    return text_in(memory.get());
}

// Whoever is second takes the first one's: the file comes to be under its name with everything in it.
void make_key_file(std::string const& file) {
    auto secret = crypto::new_rsa_2048().secret_pem;
    std::unique_ptr<BIO, Release<BIO_free_all>> memory(BIO_new_mem_buf(secret.data(), static_cast<int>(secret.size())));
    PrivateKey key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
    if (!key) throw std::runtime_error("the key for alerts cannot be made");
    auto whole = secret + self_signed(key.get());
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    auto draft = file + "." + crypto::new_token();
    int const opened = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (opened < 0) throw std::runtime_error("cannot write " + draft);
    bool const written = ::write(opened, whole.data(), whole.size()) == static_cast<ssize_t>(whole.size()) && ::fsync(opened) == 0;
    ::close(opened);
    if (written) (void)::link(draft.c_str(), file.c_str());
    ::unlink(draft.c_str());
    crypto::wipe(whole);
    crypto::wipe(secret);
    if (!written) throw std::runtime_error("cannot write " + file);
}

struct Own {
    std::string secret_pem, certificate_pem;
};

std::string read_key_file(std::string const& file) {
    struct stat about {};
    if (::stat(file.c_str(), &about) != 0) make_key_file(file);
    if (::stat(file.c_str(), &about) != 0) throw std::runtime_error("cannot read " + file);
    if (about.st_mode & 077) throw std::runtime_error("others may read " + file + ": chmod 600");
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

// Guarded by its mutex.
struct Memory {
    std::mutex mutex;
    std::string folder;
    std::shared_ptr<Own const> own;
};
Memory& memory() {
    static Memory one;
    return one;
}

std::shared_ptr<Own const> own() {
    std::scoped_lock lock(memory().mutex);
    if (memory().own) return memory().own;
    auto whole = read_key_file(memory().folder + "/alerts-signing.pem");
    auto begins = whole.find("-----BEGIN CERTIFICATE-----");
    if (begins == whole.npos || !certificate_in(std::string_view(whole).substr(begins))) throw std::runtime_error("the key file of alerts is damaged");
    memory().own = std::make_shared<Own const>(whole.substr(0, begins), whole.substr(begins));
    return memory().own;
}

std::string body_of(std::string_view pem) {
    constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----", end = "-----END CERTIFICATE-----";
    auto from = pem.find(begin) + begin.size();
    std::string made(pem.substr(from, pem.find(end, from) - from));
    std::erase(made, '\n');
    std::erase(made, '\r');
    return made;
}

std::string signature_template(std::string const& certificate) {
    constexpr std::string_view dsig = "http://www.w3.org/2000/09/xmldsig#", canonical = "http://www.w3.org/2001/10/xml-exc-c14n#";
    std::string made = "<Signature xmlns=\"" + std::string(dsig) + "\"><SignedInfo><CanonicalizationMethod Algorithm=\"" + std::string(canonical) + "\"/>";
    made += "<SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/><Reference URI=\"\"><Transforms>";
    made += "<Transform Algorithm=\"" + std::string(dsig) + "enveloped-signature\"/><Transform Algorithm=\"" + std::string(canonical) + "\"/></Transforms>";
    made += "<DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue/></Reference></SignedInfo><SignatureValue/>";
    made += "<KeyInfo><KeyName>" + escaped(base::site_url() + "/alerts/signing-key.pem") + "</KeyName><X509Data><X509Certificate>";
    return made + body_of(certificate) + "</X509Certificate></X509Data></KeyInfo></Signature>\n";
}

Document parsed(std::string_view xml) {
    // Checked before: no document type, so nothing is fetched and nothing grows.
    return Document(xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
}

bool is_signature(xmlNode const* node) {
    return node->type == XML_ELEMENT_NODE && xmlSecCheckNodeName(const_cast<xmlNode*>(node), xmlSecNodeSignature, xmlSecDSigNs);
}

// A signature elsewhere than right in the document's element could cover something else than what is read.
xmlNode* signature_in(xmlDoc* document) {
    xmlNode* found = nullptr;
    auto* root = xmlDocGetRootElement(document);
    for (auto* each = root ? root->children : nullptr; each; each = each->next)
        if (is_signature(each)) {
            if (found) return nullptr;
            found = each;
        }
    return found;
}

// Nothing but the whole document, and nothing done to it but taking its signature out and writing it canonically.
bool allow_only_whole_documents(xmlSecDSigCtx* context) {
    context->enabledReferenceUris = xmlSecTransformUriTypeEmpty;
    for (auto id : {xmlSecTransformEnvelopedId, xmlSecTransformExclC14NId, xmlSecTransformInclC14NId, xmlSecTransformInclC14N11Id, xmlSecTransformSha256Id, xmlSecTransformSha512Id})
        if (xmlSecDSigCtxEnableReferenceTransform(context, id) < 0) return false;
    for (auto id : {xmlSecTransformExclC14NId, xmlSecTransformInclC14NId, xmlSecTransformInclC14N11Id, xmlSecTransformRsaSha256Id, xmlSecTransformRsaSha512Id, xmlSecTransformEcdsaSha256Id})
        if (xmlSecDSigCtxEnableSignatureTransform(context, id) < 0) return false;
    return true;
}

auto unsigned_by() { return refuse(Why::forbidden, "The signature does not hold."); }

}  // namespace

void keep_keys_in(std::string folder) {
    keep_sealing_key_in(folder);
    std::scoped_lock lock(memory().mutex);
    memory().folder = std::move(folder);
    memory().own.reset();
}

std::string certificate() { return own()->certificate_pem; }

std::string sign(std::string_view xml) {
    begin();
    auto const key = own();
    auto end = xml.rfind("</");
    if (end == xml.npos) throw std::runtime_error("this is no document to sign");
    auto document = parsed(std::string(xml.substr(0, end)) + signature_template(key->certificate_pem) + std::string(xml.substr(end)));
    auto* signature = document ? signature_in(document.get()) : nullptr;
    Context context(xmlSecDSigCtxCreate(nullptr));
    if (!signature || !context) throw std::runtime_error("this is no document to sign");
    context->signKey = xmlSecCryptoAppKeyLoadMemory(reinterpret_cast<xmlSecByte const*>(key->secret_pem.data()), static_cast<xmlSecSize>(key->secret_pem.size()),
                                                    xmlSecKeyDataFormatPem, nullptr, nullptr, nullptr);
    // KeyInfo is ours, word by word: xmlsec writes it anew only where it is empty.
    if (!context->signKey || xmlSecDSigCtxSign(context.get(), signature) < 0) throw std::runtime_error("the alert cannot be signed");
    xmlChar* bytes = nullptr;
    int size = 0;
    xmlDocDumpMemoryEnc(document.get(), &bytes, &size, "UTF-8");
    std::string made(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
    xmlFree(bytes);
    return made;
}

Result<Done> check_certificate(std::string_view pem) {
    if (pem.size() > 16'384 || !certificate_in(pem)) return base::refuse_field("certificate", "ERR_INVALID", "This is no certificate in PEM.");
    return Done{};
}

Result<Done> verify(std::string_view xml, std::string_view certificate_pem) {
    begin();
    TRY(Xml::read(xml));
    auto document = parsed(xml);
    auto* signature = document ? signature_in(document.get()) : nullptr;
    if (!signature) return refuse(Why::forbidden, "There is no signature, or more than one.");
    Context context(xmlSecDSigCtxCreate(nullptr));
    if (!context || !allow_only_whole_documents(context.get())) throw std::runtime_error("xmlsec cannot be set up");
    // The key is the pinned one, whatever the document says of its own.
    context->signKey = xmlSecCryptoAppKeyLoadMemory(reinterpret_cast<xmlSecByte const*>(certificate_pem.data()), static_cast<xmlSecSize>(certificate_pem.size()),
                                                    xmlSecKeyDataFormatCertPem, nullptr, nullptr, nullptr);
    if (!context->signKey) return refuse(Why::invalid, "This is no certificate in PEM.");
    if (xmlSecDSigCtxVerify(context.get(), signature) < 0 || context->status != xmlSecDSigStatusSucceeded) return unsigned_by();
    if (xmlSecPtrListGetSize(&context->signedInfoReferences) != 1) return unsigned_by();
    return Done{};
}

Result<Done> verify(std::string_view xml) { return verify(xml, certificate()); }

}  // namespace cap
