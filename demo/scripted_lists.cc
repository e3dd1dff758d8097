#include "demo/scripted_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "demo/template_text.h"
#include "embedded/demo_files.h"

namespace mingcha::demo {
namespace {

constexpr size_t kPage = 12;

std::string RowMarkup(const ListRow& row) {
  return fmt::format("<li><a href=\"{}\" title=\"{}\">{}</a><span class=\"date\">{}</span></li>\n", row.url,
                     row.title, row.title, row.date.Iso());
}

std::string Rows(const std::vector<ListRow>& rows, size_t from, size_t to) {
  std::string out;
  for (size_t i = from; i < std::min(to, rows.size()); ++i) out += RowMarkup(rows[i]);
  return out;
}

/// The column's empty list page of the site's own style with `insert` in its body.
Answer Frame(const SiteSpec& site, size_t column, const std::string& path, const std::string& insert) {
  static const std::vector<ListRow> kNone;
  const std::vector<std::string> pages = {path};
  Answer answer = StyleFor(site.style).List({&site, column, kNone, pages, 0});
  const size_t end = answer.body.rfind("<div class=\"footer\"");
  answer.body.insert(end == std::string::npos ? answer.body.rfind("</body>") : end, insert);
  return answer;
}

std::string Datastore(const std::vector<ListRow>& rows, size_t from, size_t to, size_t column) {
  std::string records;
  for (size_t i = from; i < std::min(to, rows.size()); ++i)
    records += "<record><![CDATA[" + RowMarkup(rows[i]) + "]]></record>\n";
  return FillTemplate(
      EmbeddedFile("scripted_datastore.xml"),
      {{"total", std::to_string(rows.size())}, {"column", std::to_string(column + 1)}, {"records", records}});
}

void PrintDatastore(const SiteSpec& site, size_t column, const std::vector<ListRow>& rows,
                    const std::string& path, PortalSite* out) {
  constexpr size_t kGroup = 2 * kPage;
  const Fields fields = {{"total", std::to_string(rows.size())},
                         {"column", std::to_string(column + 1)},
                         {"store", Datastore(rows, 0, kGroup, column)}};
  out->answers[path] =
      Frame(site, column, path, FillTemplate(EmbeddedFile("scripted_datastore.html"), fields));
  for (size_t from = kGroup; from < rows.size(); from += kGroup) {
    const std::string key = fmt::format(
        "POST /module/web/jpage/dataproxy.jsp?startrecord={}&endrecord={}&perpage={} "
        "col=1&appid=1&webid=1&path=/"
        "&columnid={}&sourceContentType=1&unitid=77&webname=demo&permissiontype=0",
        from + 1, from + kGroup, kPage, column + 1);
    out->answers[key] = {200, "text/xml; charset=utf-8", Datastore(rows, from, from + kGroup, column)};
  }
}

void PrintJson(const SiteSpec& site, size_t column, const std::vector<ListRow>& rows, const std::string& path,
               PortalSite* out) {
  const Fields fields = {{"column", std::to_string(column + 1)}, {"name", site.columns[column].name}};
  out->answers[path] = Frame(site, column, path, FillTemplate(EmbeddedFile("scripted_json.html"), fields));
  for (size_t from = 0, k = 1; from < std::max<size_t>(rows.size(), 1); from += kPage, ++k) {
    boost::json::array articles;
    for (size_t i = from; i < std::min(from + kPage, rows.size()); ++i) {
      articles.push_back(boost::json::object{
          {"title", rows[i].title},
          {"url", rows[i].url.starts_with("/") ? out->base_url + rows[i].url : rows[i].url},
          {"date", rows[i].date.Iso() + " 09:00:00"}});
    }
    const boost::json::object answer = {{"articles", std::move(articles)}, {"total", rows.size()}};
    out->answers[fmt::format("/gkmlpt/api/all/{}?page={}&sid=120115", column + 1, k)] = {
        200, "application/json; charset=utf-8", boost::json::serialize(answer)};
  }
}

void PrintForm(const SiteSpec& site, size_t column, const std::vector<ListRow>& rows, const std::string& path,
               PortalSite* out) {
  const size_t pages = PageCount(rows.size());
  for (size_t k = 1; k <= pages; ++k) {
    const Fields fields = {{"rows", Rows(rows, (k - 1) * kPage, k * kPage)},
                           {"state", fmt::format("{:04}", k)},
                           {"count", std::to_string(pages)},
                           {"total", std::to_string(rows.size())},
                           {"next", std::to_string(k + 1)}};
    const std::string_view form = EmbeddedFile(k < pages ? "scripted_form.html" : "scripted_form_last.html");
    const std::string key =
        k == 1 ? path
               : fmt::format("POST {} __VIEWSTATE=dDw{:04}&__EVENTTARGET=AspNetPager1&__EVENTARGUMENT={}",
                             path, k - 1, k);
    out->answers[key] = Frame(site, column, path, FillTemplate(form, fields));
  }
}

}  // namespace

void PrintScriptedList(const SiteSpec& site, size_t column, const std::vector<ListRow>& rows,
                       const std::string& path, PortalSite* out) {
  const std::string& paging = site.columns[column].paging;
  if (paging == "datastore") PrintDatastore(site, column, rows, path, out);
  if (paging == "json") PrintJson(site, column, rows, path, out);
  if (paging == "form") PrintForm(site, column, rows, path, out);
}

}  // namespace mingcha::demo
