#include "demo/site_style.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/gb18030.h"
#include "base/text.h"
#include "demo/template_text.h"
#include "embedded/demo_files.h"

namespace mingcha::demo {
namespace {

constexpr size_t kRowsPerPage = 12;
constexpr size_t kShortTitle = 24;  // code points a list shows before it cuts

std::string Compact(base::Date day) {
  return fmt::format("{:04}{:02}{:02}", day.year(), day.month(), day.day());
}
std::string YearMonth(base::Date day) { return fmt::format("{:04}{:02}", day.year(), day.month()); }

/// The pages of all styles come from templates of the same names, `<prefix>_detail.html` and so on.
class TemplateStyle : public SiteStyle {
 public:
  explicit TemplateStyle(std::string prefix) : prefix_(std::move(prefix)) {}

  [[nodiscard]] Answer Detail(const DetailView& view) const override {
    const ColumnSpec& column = view.site->columns[view.column];
    std::string attachments;
    for (const LinkRow& link : view.attachments) {
      attachments += fmt::format("<p><a href=\"{}\">{}</a></p>\n", link.url, link.text);
    }
    const bool blank = view.blank_date;
    Fields fields = SiteFields(*view.site);
    fields.insert({{"title", view.title},
                   {"column", column.name},
                   {"column_url", ListPaths(*view.site, view.column, 1).front()},
                   {"published", blank ? "" : view.published.Iso()},
                   {"tagged", blank ? "" : view.tagged.Iso()},
                   {"published_slashes", blank ? ""
                                               : fmt::format("{}-{}-{}", view.published.year(),
                                                             view.published.month(), view.published.day())},
                   {"index_number", fmt::format("{}/{}-{:05}", IndexPrefix(view), view.published.year(),
                                                100 * view.column + view.number + 1)},
                   {"attachments", attachments},
                   {"body", view.body}});
    return Print("_detail.html", fields);
  }

  [[nodiscard]] Answer List(const ListView& view) const override {
    std::string rows;
    const size_t end = std::min(view.rows.size(), (view.page + 1) * kRowsPerPage);
    for (size_t i = view.page * kRowsPerPage; i < end; ++i) {
      const ListRow& row = view.rows[i];
      rows += FillTemplate(EmbeddedFile(prefix_ + "_row.html"),
                           {{"url", row.url},
                            {"title", row.title},
                            {"short_title", base::Ellipsize(row.title, kShortTitle)},
                            {"date", row.date.Iso()}});
    }
    Fields fields = SiteFields(*view.site);
    fields.insert({{"column", view.site->columns[view.column].name}, {"rows", rows}, {"pager", Pager(view)}});
    return Print("_list.html", fields);
  }

  [[nodiscard]] Answer Home(const HomeView& view) const override {
    std::string links;
    for (const LinkRow& link : view.links)
      links += fmt::format("<li><a href=\"{}\">{}</a></li>\n", link.url, link.text);
    Fields fields = SiteFields(*view.site);
    fields.emplace("links", links);
    return Print("_home.html", fields);
  }

 protected:
  [[nodiscard]] virtual std::string Pager(const ListView& view) const = 0;
  [[nodiscard]] virtual Answer Print(std::string_view name, const Fields& fields) const {
    const std::string_view page = EmbeddedFile(prefix_ + std::string(name));
    CHECK(!page.empty()) << "no template " << prefix_ << name;
    return {200, "text/html; charset=utf-8", FillTemplate(page, fields)};
  }

 private:
  /// From a certain page on, a clerk got the last character of the unit's code wrong.
  static std::string IndexPrefix(const DetailView& view) {
    std::string prefix = view.uscc;
    const int after = view.site->index_fault_after;
    if (after > 0 && !prefix.empty() && view.number >= static_cast<size_t>(after))
      prefix.back() = prefix.back() == '1' ? '2' : '1';
    return prefix;
  }
  static Fields SiteFields(const SiteSpec& site) {
    return {{"site", site.name}, {"unit_name", site.unit_name}};
  }
  std::string prefix_;
};

/// Folder columns with dated detail names and a script that prints the pager.
class TrsStyle final : public TemplateStyle {
 public:
  TrsStyle() : TemplateStyle("trs") {}
  [[nodiscard]] std::string DetailPath(const SiteSpec& site, size_t column, size_t n,
                                       base::Date entered) const override {
    return fmt::format("{}{}/t{}_{}.html", ColumnPrefix(site, column), YearMonth(entered), Compact(entered),
                       700000 + column * 1000 + n);
  }
  [[nodiscard]] std::vector<std::string> ListPaths(const SiteSpec& site, size_t column,
                                                   size_t pages) const override {
    std::vector<std::string> paths;
    for (size_t k = 0; k < pages; ++k) {
      paths.push_back(ColumnPrefix(site, column) + (k == 0 ? "index.html" : fmt::format("index_{}.html", k)));
    }
    return paths;
  }
  [[nodiscard]] std::string ColumnPrefix(const SiteSpec& site, size_t column) const override {
    return "/zwgk/" + site.columns[column].path + "/";
  }
  [[nodiscard]] std::string DeadPath(size_t n) const override {
    return fmt::format("/zwgk/old/202001/t20200101_{}.html", 100 + n);
  }

 protected:
  [[nodiscard]] std::string Pager(const ListView& view) const override {
    return fmt::format("<script>createPageHTML({}, {}, \"index\", \"html\");</script>", view.pages.size(),
                       view.page);
  }
};

/// Numbered details; the list's later pages count down.
class VsbStyle final : public TemplateStyle {
 public:
  VsbStyle() : TemplateStyle("vsb") {}
  [[nodiscard]] std::string DetailPath(const SiteSpec& site, size_t column, size_t n,
                                       base::Date) const override {
    return fmt::format("{}{}.htm", ColumnPrefix(site, column), 2000 + n);
  }
  [[nodiscard]] std::vector<std::string> ListPaths(const SiteSpec& site, size_t column,
                                                   size_t pages) const override {
    std::vector<std::string> paths = {"/" + site.columns[column].path + ".htm"};
    for (size_t k = pages; k > 1; --k)
      paths.push_back(fmt::format("/{}/{}.htm", site.columns[column].path, k - 1));
    return paths;
  }
  [[nodiscard]] std::string ColumnPrefix(const SiteSpec&, size_t column) const override {
    return fmt::format("/info/{}/", 1001 + column);
  }
  [[nodiscard]] std::string DeadPath(size_t n) const override { return fmt::format("/info/1099/{}.htm", n); }

 protected:
  [[nodiscard]] std::string Pager(const ListView& view) const override {
    if (view.page + 1 >= view.pages.size()) return "";
    return fmt::format(
        "<span class=\"p_next\"><a href=\"{}\" class=\"Next\">&gt;</a></span>"
        "<span class=\"p_last\"><a href=\"{}\">&gt;&gt;</a></span>",
        view.pages[view.page + 1], view.pages.back());
  }
};

/// Everything behind query strings, in GB18030: an old site.
class QueryStyle final : public TemplateStyle {
 public:
  QueryStyle() : TemplateStyle("query") {}
  [[nodiscard]] std::string DetailPath(const SiteSpec&, size_t column, size_t n, base::Date) const override {
    return fmt::format("/news.aspx?col={}&id={}", column + 1, 5000 + n);
  }
  [[nodiscard]] std::vector<std::string> ListPaths(const SiteSpec&, size_t column,
                                                   size_t pages) const override {
    std::vector<std::string> paths;
    for (size_t k = 0; k < pages; ++k) {
      paths.push_back(k == 0 ? fmt::format("/newslist.aspx?col={}", column + 1)
                             : fmt::format("/newslist.aspx?col={}&page={}", column + 1, k + 1));
    }
    return paths;
  }
  [[nodiscard]] std::string ColumnPrefix(const SiteSpec&, size_t column) const override {
    return fmt::format("/news.aspx?col={}&", column + 1);
  }
  [[nodiscard]] std::string DeadPath(size_t n) const override {
    return fmt::format("/news.aspx?col=99&id={}", n);
  }

 protected:
  [[nodiscard]] std::string Pager(const ListView& view) const override {
    std::string links;
    for (size_t k = 0; k < view.pages.size(); ++k) {
      links += k == view.page ? fmt::format("<b>{}</b> ", k + 1)
                              : fmt::format("<a href=\"{}\">{}</a> ", view.pages[k], k + 1);
    }
    return links;
  }
  [[nodiscard]] Answer Print(std::string_view name, const Fields& fields) const override {
    Answer answer = TemplateStyle::Print(name, fields);
    const std::optional<std::string> bytes = base::ToGb18030(answer.body);
    CHECK(bytes.has_value()) << "a demo page is not UTF-8";
    answer.body = *bytes;
    answer.content_type = "text/html";
    return answer;
  }
};

/// Exchange platform: numbered list files, dated folders, a next link.
class PlainStyle final : public TemplateStyle {
 public:
  PlainStyle() : TemplateStyle("plain") {}
  [[nodiscard]] std::string DetailPath(const SiteSpec& site, size_t column, size_t n,
                                       base::Date entered) const override {
    return fmt::format("{}{}/{}.html", ColumnPrefix(site, column), Compact(entered), 90000 + n);
  }
  [[nodiscard]] std::vector<std::string> ListPaths(const SiteSpec& site, size_t column,
                                                   size_t pages) const override {
    std::vector<std::string> paths;
    for (size_t k = 0; k < pages; ++k)
      paths.push_back(fmt::format("{}{}.html", ColumnPrefix(site, column), k + 1));
    return paths;
  }
  [[nodiscard]] std::string ColumnPrefix(const SiteSpec& site, size_t column) const override {
    return "/jyxx/" + site.columns[column].path + "/";
  }
  [[nodiscard]] std::string DeadPath(size_t n) const override { return fmt::format("/jyxx/gone/{}.html", n); }

 protected:
  [[nodiscard]] std::string Pager(const ListView& view) const override {
    if (view.page + 1 >= view.pages.size()) return "";
    return FillTemplate(EmbeddedFile("plain_pager.html"), {{"next", view.pages[view.page + 1]}});
  }
};

}  // namespace

const SiteStyle& StyleFor(Style style) {
  static const TrsStyle kTrs;
  static const VsbStyle kVsb;
  static const QueryStyle kQuery;
  static const PlainStyle kPlain;
  switch (style) {
    case Style::kTrs:
      return kTrs;
    case Style::kVsb:
      return kVsb;
    case Style::kQuery:
      return kQuery;
    case Style::kPlain:
      return kPlain;
  }
  CHECK(false) << "unknown style";
  return kTrs;
}

size_t PageCount(size_t rows) { return std::max<size_t>(1, (rows + kRowsPerPage - 1) / kRowsPerPage); }

}  // namespace mingcha::demo
