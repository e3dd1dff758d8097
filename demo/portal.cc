#include "demo/portal.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/digest.h"
#include "demo/scripted_lists.h"
#include "demo/site_style.h"
#include "demo/template_text.h"
#include "demo/traps.h"
#include "embedded/demo_files.h"

namespace mingcha::demo {
namespace {

/// A page still to be printed: where it goes and what it holds.
struct PlannedPage {
  std::string title;
  std::string body;  ///< HTML of the article.
  base::Date published;
  base::Date entered;  ///< The day the URL tells; differs from `published` for moved pages.
  bool blank_date = false;
  std::string link;  ///< Not empty: only a link to this URL, no page of its own.
  std::vector<std::string> attachments, dead_attachments;
  bool hidden = false;    ///< Not there in this state; keeps its number, so that others keep their addresses.
  std::string file_note;  ///< Told in its files: tells one state's from another's.
  base::Date tagged;      ///< The day its tags tell; differs from `published` where a clerk erred.
  bool gone_in_words = false;  ///< Where hidden: its address answers 200 and says so in words.
};

using ColumnPages = std::map<std::string, std::vector<PlannedPage>>;  // by "site/column"

std::string ChineseDate(base::Date day) {
  const std::string_view pattern = EmbeddedFile("date_pattern.txt");
  return FillTemplate(pattern.substr(0, pattern.find('\n')), {{"y", fmt::format("{}", day.year())},
                                                              {"m", fmt::format("{}", day.month())},
                                                              {"d", fmt::format("{}", day.day())}});
}

/// Fields whose value is an ISO date get a twin `<name>_cn` in Chinese notation.
Fields WithChineseDates(Fields fields) {
  Fields twins;
  for (const auto& [name, value] : fields) {
    if (const auto date = base::Date::FromIso(value)) twins.emplace(name + "_cn", ChineseDate(*date));
  }
  fields.merge(twins);
  return fields;
}

base::Result<std::pair<std::string, std::string>> PrintForm(const DocumentSpec& document,
                                                            const SiteSpec& site) {
  const std::string_view form = EmbeddedFile("form_" + document.form + ".html");
  const size_t end = form.find('\n');
  if (form.empty() || end == std::string_view::npos) {
    return base::Fail(base::ErrorCode::kInvalidInput, "the demo has no form \"{}\"", document.form);
  }
  Fields fields = document.fields;
  fields.emplace("published", document.published.Iso());
  fields.emplace("unit_name", site.unit_name);
  fields = WithChineseDates(std::move(fields));
  std::string title = document.title.empty() ? std::string(form.substr(0, end)) : document.title;
  title = FillTemplate(title, fields);
  fields.emplace("title", title);
  return std::pair{title, FillTemplate(OmitStretches(form.substr(end + 1), document.omit), fields)};
}

const SiteSpec* FindSite(const District& district, std::string_view id) {
  const auto it = std::find_if(district.sites.begin(), district.sites.end(),
                               [&](const SiteSpec& s) { return s.id == id; });
  return it == district.sites.end() ? nullptr : &*it;
}

bool HasColumn(const SiteSpec& site, std::string_view path) {
  return std::any_of(site.columns.begin(), site.columns.end(),
                     [&](const ColumnSpec& c) { return c.path == path; });
}

base::Status CheckColumn(const District& district, const std::string& site, const std::string& column) {
  const SiteSpec* spec = FindSite(district, site);
  if (spec == nullptr || !HasColumn(*spec, column)) {
    return base::Fail(base::ErrorCode::kInvalidInput, "the demo has no column \"{}/{}\"", site, column);
  }
  return {};
}

/// Every document in its column, in the order of the description; copies and links are added by AddCopies.
base::Result<ColumnPages> PlanDocuments(const District& district,
                                        std::vector<std::pair<std::string, size_t>>* homes) {
  ColumnPages pages;
  for (const DocumentSpec& document : district.documents) {
    RETURN_IF_ERROR(CheckColumn(district, document.site, document.column));
    ASSIGN_OR_RETURN(auto printed, PrintForm(document, *FindSite(district, document.site)));
    PlannedPage page{printed.first,
                     printed.second,
                     document.published,
                     document.published,
                     document.blank_date,
                     "",
                     document.attachments,
                     document.dead_attachments,
                     false,
                     "",
                     document.published};
    page.hidden = district.state < document.first_state || district.state > document.last_state;
    page.gone_in_words = document.fields.contains("gone_in_words");
    if (document.attachments_replaced && district.state > 1) page.file_note = " replaced";
    if (const auto entered = document.fields.find("entered"); entered != document.fields.end()) {
      page.entered = base::Date::FromIso(entered->second).value_or(document.published);
    }
    if (const auto tagged = document.fields.find("tagged"); tagged != document.fields.end()) {
      page.tagged = base::Date::FromIso(tagged->second).value_or(document.published);
    }
    std::vector<PlannedPage>& column = pages[document.site + "/" + document.column];
    homes->emplace_back(document.site + "/" + document.column, column.size());
    column.push_back(std::move(page));
  }
  return pages;
}

void AddNews(const District& district, ColumnPages* pages) {
  for (const SiteSpec& site : district.sites) {
    for (int n = 0; n < site.news; ++n) {
      const auto pick = [&](const std::vector<std::string>& list, int step) {
        return list[static_cast<size_t>(n * step + n / 7) % list.size()];
      };
      const Fields fields = {{"n", fmt::format("{}", n + 1)},
                             {"place", pick(district.news_places, 3)},
                             {"unit_name", site.unit_name}};
      const base::Date day = district.as_of.PlusDays(-3 - n * 380 / std::max(1, site.news));
      std::string body;
      for (int k = 0; k < 3; ++k)
        body += "<p>" + FillTemplate(pick(district.news_paragraphs, 2 * k + 1), fields) + "</p>\n";
      (*pages)[site.id + "/news"].push_back({FillTemplate(pick(district.news_titles, 1), fields),
                                             body,
                                             day,
                                             day,
                                             false,
                                             "",
                                             {},
                                             {},
                                             false,
                                             "",
                                             day});
    }
  }
}

/// A file of `demo/files`; another name gives a PDF with nothing in it.
std::string Attachment(const std::string& name) {
  const std::string_view file = EmbeddedFile(name);
  return file.empty() ? "%PDF-1.4\n% demo attachment " + name + "\n" : std::string(file);
}

/// Prints the pages of one column and gives its list entries back.
std::vector<ListRow> PrintColumn(const SiteSpec& site, size_t column, const std::vector<PlannedPage>& pages,
                                 PortalSite* out) {
  const SiteStyle& style = StyleFor(site.style);
  std::vector<ListRow> rows;
  for (size_t n = 0; n < pages.size(); ++n) {
    const PlannedPage& page = pages[n];
    if (page.hidden) {
      if (page.gone_in_words)
        out->answers[style.DetailPath(site, column, n, page.entered)] = {
            200, "text/html", std::string(EmbeddedFile("gone.html"))};
      continue;
    }
    if (!page.link.empty()) {
      rows.push_back({page.link, page.title, page.published});
      continue;
    }
    const std::string path = style.DetailPath(site, column, n, page.entered);
    DetailView view{&site,       column,          page.title, page.body, page.published,
                    page.tagged, page.blank_date, site.uscc,  n,         {}};
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    for (const std::string& name : page.attachments) {
      view.attachments.push_back({folder + name, name});
      out->answers[folder + name] = {200, "application/octet-stream", Attachment(name) + page.file_note};
    }
    for (const std::string& name : page.dead_attachments) view.attachments.push_back({folder + name, name});
    out->answers[path] = style.Detail(view);
    rows.push_back({path, page.title, page.published});
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ListRow& a, const ListRow& b) { return a.date > b.date; });
  return rows;
}

Answer Challenge() { return {412, "text/html; charset=utf-8", std::string(EmbeddedFile("challenge.html"))}; }

/// Lets a column fail as its `fault` says.
void ApplyFault(const ColumnSpec& column, const std::vector<std::string>& lists,
                const std::vector<ListRow>& rows, PortalSite* out) {
  if (column.fault == "challenge") {
    for (const std::string& path : lists) out->answers[path] = Challenge();
    for (const ListRow& row : rows) out->answers[row.url] = Challenge();
  } else if (column.fault.starts_with("error:")) {
    const size_t page = static_cast<size_t>(column.fault[6] - '1');
    if (page < lists.size()) out->answers[lists[page]] = {500, "text/html", "<html><body>500</body></html>"};
  }
}

PortalSite PrintSite(const District& district, const SiteSpec& site, const ColumnPages& pages,
                     const std::map<std::string, std::string>& base_urls) {
  PortalSite out{site.id, base_urls.at(site.id), {}, {}};
  const SiteStyle& style = StyleFor(site.style);
  std::vector<LinkRow> home_links;
  std::string robots = "User-agent: *\n";
  for (size_t c = 0; c < site.columns.size(); ++c) {
    const ColumnSpec& column = site.columns[c];
    const auto planned = pages.find(site.id + "/" + column.path);
    static const std::vector<PlannedPage> kNone;
    const std::vector<ListRow> rows =
        PrintColumn(site, c, planned == pages.end() ? kNone : planned->second, &out);
    const std::vector<std::string> lists = style.ListPaths(site, c, PageCount(rows.size()));
    if (!column.paging.empty()) {
      PrintScriptedList(site, c, rows, lists.front(), &out);
    } else {
      for (size_t k = 0; k < lists.size(); ++k)
        out.answers[lists[k]] = style.List({&site, c, rows, lists, k});
    }
    ApplyFault(column, lists, rows, &out);
    if (column.fault == "robots") robots += "Disallow: " + style.ColumnPrefix(site, c) + "\n";
    home_links.push_back({lists.front(), column.name});
  }
  for (const auto& [id, text] : district.dead_links) {
    if (id == site.id) home_links.push_back({style.DeadPath(home_links.size()), text});
  }
  for (const auto& [url, text] : site.foreign_links) home_links.push_back({url, text});
  for (const SiteSpec& other : district.sites) {
    if (site.id == "portal" && other.id != "portal")
      home_links.push_back({base_urls.at(other.id) + "/", other.name});
  }
  if (site.traps) {
    for (LinkRow& link : TrapLinks()) home_links.push_back(std::move(link));
    out.traps = [site](std::string_view target) { return TrapAnswer(site, target); };
  }
  out.answers["/"] = style.Home({&site, home_links});
  out.answers["/robots.txt"] = {200, "text/plain", robots + "Disallow: /admin/\n"};
  return out;
}

}  // namespace

base::Result<std::vector<PortalSite>> BuildPortal(const District& district,
                                                  const std::map<std::string, std::string>& base_urls) {
  std::vector<std::pair<std::string, size_t>> homes;
  ASSIGN_OR_RETURN(ColumnPages pages, PlanDocuments(district, &homes));
  ColumnPages copies;
  for (size_t d = 0; d < district.documents.size(); ++d) {
    const DocumentSpec& document = district.documents[d];
    const auto& [home, n] = homes[d];
    const SiteSpec& site = *FindSite(district, document.site);
    size_t column = 0;
    while (site.columns[column].path != document.column) ++column;
    for (std::string target : document.copies) {
      const bool link = target.starts_with("link:");
      if (link) target.erase(0, 5);
      RETURN_IF_ERROR(
          CheckColumn(district, target.substr(0, target.find('/')), target.substr(target.find('/') + 1)));
      PlannedPage copy = pages.at(home)[n];
      if (link)
        copy.link = base_urls.at(site.id) + StyleFor(site.style).DetailPath(site, column, n, copy.entered);
      copies[target].push_back(std::move(copy));
    }
  }
  for (auto& [target, list] : copies) {
    std::vector<PlannedPage>& column = pages[target];
    column.insert(column.end(), list.begin(), list.end());
  }
  AddNews(district, &pages);
  std::vector<PortalSite> sites;
  for (const SiteSpec& site : district.sites) sites.push_back(PrintSite(district, site, pages, base_urls));
  return sites;
}

}  // namespace mingcha::demo
