#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "base/result.h"

namespace mingcha::demo {

/// How a simulated site prints and pages its content.
enum class Style {
  kTrs,    ///< `/zbtb/202504/t20250408_70012.html`, lists `index.html`, `index_1.html`, a `createPageHTML`
           ///< pager.
  kVsb,    ///< `/info/3/17.htm`, lists `/tzgg.htm` then `/tzgg/2.htm`, `/tzgg/1.htm`: numbers descend.
  kQuery,  ///< `/news.aspx?id=17`, lists `/newslist.aspx?col=3&page=2`; tables; GBK.
  kPlain,  ///< `/jyxx/3/20250408/17.html`, lists `1.html`, `2.html` with a next link.
};

struct ColumnSpec {
  std::string path;  ///< Unique in its site: `zbtb`.
  std::string name;
  std::string fault;  ///< Empty, or what the column's pages answer: `challenge`, `robots`, `error:K` (list
                      ///< page K fails).
  std::string paging = {};  ///< Empty: as its style does; `datastore`, `json`, `form` (scripted_lists.h).
};

struct SiteSpec {
  std::string id, name, unit_name, uscc;
  Style style = Style::kTrs;
  std::vector<ColumnSpec> columns;
  int news = 0;        ///< Distractor pages to generate in its `news` column.
  bool traps = false;  ///< Its home page leads to what catches crawlers (traps.h).
  std::vector<std::pair<std::string, std::string>> foreign_links =
      {};                     ///< URL, text: links of its home page.
  int index_fault_after = 0;  ///< Its detail pages from this number on bear a wrong index number; 0 none.
};

/// One disclosure page to be printed.
struct DocumentSpec {
  std::string site, column, form;  ///< `form`: base name of the body template.
  std::string title;               ///< Empty: the form's own title line.
  base::Date published;
  std::map<std::string, std::string> fields;
  std::vector<std::string> omit;         ///< Names of `<!--[NAME]-->…<!--[/]-->` stretches to leave out.
  std::vector<std::string> copies;       ///< `site/column` that carry the same notice; default the form's.
  std::vector<std::string> attachments;  ///< File names that exist.
  std::vector<std::string> dead_attachments;  ///< File names whose link answers 404.
  bool blank_date = false;                    ///< The page shows no date of publication.
  int first_state = 1, last_state = 99;       ///< States of the portal in which the page stands there.
  std::map<std::string, std::string> changed_fields;  ///< From state 2 on instead of those above.
  bool attachments_replaced = false;                  ///< From state 2 on other files under the same names.
};

/// One defect the portal has, and so one finding an assessment must make.
struct TruthRow {
  std::string kind, unit, item, subject;  ///< `subject`: part of the project or title; may be empty.
  std::string url;                        ///< Part of the URL; may be empty.
  bool needs_review = false;
  std::string why;
  int first_state = 1, last_state = 99;  ///< States of the portal that have the defect.
};

/// The simulated district, as data (`demo/district.json`): what stands where, and what is wrong with it.
struct District {
  base::Date as_of;
  int state = 1;  ///< Which state of the portal is printed: kinds that need two rounds show in the second.
  std::vector<SiteSpec> sites;
  std::map<std::string, std::vector<std::string>> default_copies;  ///< By form.
  std::vector<DocumentSpec> documents;
  std::vector<std::string> news_titles;  ///< With `{n}` and `{place}` to fill.
  std::vector<std::string> news_places;
  std::vector<std::string> news_paragraphs;
  std::vector<std::pair<std::string, std::string>>
      dead_links;  ///< site id, link text: a link on its home page that answers 404.
  std::vector<TruthRow> truth;
  std::vector<std::string> scale_once;  ///< Names in registers of what is there once at any scale (scale.h).
};

/// Reads the bundled description. kInvalidInput names the first wrong key with its path in the file.
[[nodiscard]] base::Result<District> LoadDistrict(std::string_view json);
/// The description built into the program, as it is in a state of the portal: 1, or 2 for a second round.
/// Pages keep their addresses from state to state. kInvalidInput for another state.
[[nodiscard]] base::Result<District> BundledDistrict(int state = 1);

}  // namespace mingcha::demo
