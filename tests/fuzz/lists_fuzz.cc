// Input: one byte that picks the address, then the bytes of a list page or of an answer to a list's request.
// Promises: with the rules of every shape a profile can have, reading never crashes; pages are http(s), few,
// and none is the page itself; reading twice gives the same.
#include <string>
#include <string_view>

#include "base/check.h"
#include "extractors/page_reading.h"
#include "model/post_address.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

namespace model = mingcha::model;

model::Plan SmallPlan() {
  model::Plan plan;
  plan.lexicon.words["pager_next"] = {"next", ">"};
  plan.cms.resize(1);
  model::PagerRule numbered;
  numbered.script = {R"(createPageHTML\((?P<count>\d+),\s*(?P<current>\d+))"};
  numbered.first = 0;
  numbered.pages = {"{base}_{k-1}.{ext}", "{base}_{k}.{ext}"};
  numbered.pages_until = 9;
  numbered.pages_beyond = {"far?p={k}&n={n-k+1}"};
  model::PagerRule proxy;
  proxy.page = {R"(totalRecord:(?P<rows>\d+))"};
  proxy.values = {R"(perPage:(?P<size>\d+))", R"(groupSize:(?P<times>\d+))", R"(id=(?P<id>[^&"]*))"};
  proxy.pages = {"/proxy?startrecord={from}&endrecord={to}"};
  proxy.post = "id={id}";
  model::PagerRule form;
  form.next = {R"(__doPostBack\('(?P<target>[^']*)','(?P<argument>[^']*)')"};
  form.pages = {"{self}"};
  form.post = "t={target}&a={argument}";
  form.hidden_fields = true;
  model::PagerRule tree;
  tree.script = {R"(id:(?P<category>\d+))"};
  tree.every = true;
  tree.opens = true;
  tree.pages = {"/api/{category}?page={k}"};
  plan.cms[0].pagers = {numbered, proxy, form, tree};
  model::ListAnswer rows;
  rows.urls = {R"(^/api/(?P<category>\d+)\?page=(?P<current>\d+))"};
  rows.rows = {"articles", "data.list"};
  rows.title = {"title"};
  rows.link = {"url"};
  rows.date = {"date"};
  rows.link_form = "/content/{id}.html";
  rows.markup = {"data.html"};
  rows.total = {"total"};
  rows.count = {"pages"};
  rows.pages = {"/api/{category}?page={k}"};
  model::ListAnswer store;
  store.urls = {R"(^/proxy\?startrecord=(?P<from>\d+)&endrecord=(?P<to>\d+)#(?P<body>.*))"};
  store.values = {R"(<totalrecord>(?P<rows>\d+))"};
  store.pages = {"{path}?startrecord={from}&endrecord={to}"};
  store.post = "{body}";
  plan.cms[0].answers = {rows, store};
  return plan;
}

void CheckPages(const mingcha::extractors::PagerReading& pager, const std::string& self) {
  CHECK(pager.pages.size() < 1000) << pager.pages.size();
  for (const auto& page : pager.pages) {
    CHECK(page.url.starts_with("http")) << page.url;
    CHECK(page.url != self) << page.url;
    CHECK(page.post.empty() == model::PostKey(page.url).empty()) << page.url;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace std::string_view_literals;
  namespace extractors = mingcha::extractors;
  if (size < 1 || size > (size_t{1} << 18U)) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  static const extractors::ReadingRules kRules(SmallPlan());
  static constexpr std::string_view kAddresses[] = {
      "http://a.gov.cn/zwgk/index.html"sv, "http://a.gov.cn/zwgk/index_3.html?x=1"sv,
      "http://a.gov.cn/api/7?page=2"sv, "http://a.gov.cn/proxy?startrecord=16&endrecord=30#post:id=4"sv};
  const auto url = mingcha::base::Url::Parse(kAddresses[data[0] % 4]);
  if (const auto answer = kRules.answers.Read(*url, bytes)) {
    CheckPages(answer->pager, url->href());
    CHECK(answer->list.entries.size() <= 5000);
    const auto again = kRules.answers.Read(*url, bytes);
    CHECK(again->list.entries == answer->list.entries && again->pager.pages == answer->pager.pages);
    return 0;
  }
  const auto page = extractors::ReadPage(bytes, *url, kRules);
  CheckPages(page.pager, url->HrefWithoutFragment());
  return 0;
}
