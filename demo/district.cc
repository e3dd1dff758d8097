#include "demo/district.h"

#include <boost/json.hpp>

#include "embedded/demo_files.h"

namespace mingcha::demo {
namespace {

namespace json = boost::json;
using base::ErrorCode;

std::string Text(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? std::string() : std::string(value->as_string());
}

std::vector<std::string> Texts(const json::object& object, std::string_view key) {
  std::vector<std::string> texts;
  if (const json::value* value = object.if_contains(key)) {
    for (const json::value& entry : value->as_array()) texts.emplace_back(entry.as_string());
  }
  return texts;
}

base::Date Day(const json::object& object, std::string_view key) {
  const std::string text = Text(object, key);
  const auto date = base::Date::FromIso(text);
  if (!date) throw std::invalid_argument("not a date: " + text);
  return *date;
}

int Number(const json::object& object, std::string_view key, int otherwise) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? otherwise : static_cast<int>(value->as_int64());
}

Style StyleOf(const std::string& name) {
  if (name == "trs") return Style::kTrs;
  if (name == "vsb") return Style::kVsb;
  if (name == "query") return Style::kQuery;
  if (name == "plain") return Style::kPlain;
  throw std::invalid_argument("unknown style: " + name);
}

SiteSpec Site(const json::object& object) {
  SiteSpec site{Text(object, "id"),
                Text(object, "name"),
                Text(object, "unit_name"),
                Text(object, "uscc"),
                StyleOf(Text(object, "style")),
                {},
                0,
                false};
  for (const json::value& entry : object.at("columns").as_array()) {
    const json::object& column = entry.as_object();
    site.columns.push_back(
        {Text(column, "path"), Text(column, "name"), Text(column, "fault"), Text(column, "paging")});
  }
  if (const json::value* news = object.if_contains("news")) site.news = static_cast<int>(news->as_int64());
  if (const json::value* traps = object.if_contains("traps")) site.traps = traps->as_bool();
  if (const json::value* links = object.if_contains("foreign_links")) {
    for (const json::value& entry : links->as_array())
      site.foreign_links.emplace_back(Text(entry.as_object(), "url"), Text(entry.as_object(), "text"));
  }
  site.index_fault_after = Number(object, "index_fault_after", 0);
  return site;
}

DocumentSpec Document(const json::object& object, const District& district) {
  DocumentSpec document;
  document.site = Text(object, "site");
  document.column = Text(object, "column");
  document.form = Text(object, "form");
  document.title = Text(object, "title");
  document.published = Day(object, "published");
  if (const json::value* fields = object.if_contains("fields")) {
    for (const auto& [key, value] : fields->as_object()) document.fields.emplace(key, value.as_string());
  }
  document.omit = Texts(object, "omit");
  document.attachments = Texts(object, "attachments");
  document.dead_attachments = Texts(object, "dead_attachments");
  if (const json::value* blank = object.if_contains("blank_date")) document.blank_date = blank->as_bool();
  document.first_state = Number(object, "first_state", 1);
  document.last_state = Number(object, "last_state", 99);
  if (const json::value* fields = object.if_contains("changed_fields")) {
    for (const auto& [key, value] : fields->as_object())
      document.changed_fields.emplace(key, value.as_string());
  }
  if (const json::value* replaced = object.if_contains("attachments_replaced"))
    document.attachments_replaced = replaced->as_bool();
  document.copies = Texts(object, "copies");
  const auto copies = district.default_copies.find(document.form);
  if (!object.contains("copies") && copies != district.default_copies.end()) document.copies = copies->second;
  return document;
}

TruthRow Truth(const json::object& object) {
  TruthRow row{Text(object, "kind"),    Text(object, "unit"), Text(object, "item"),
               Text(object, "subject"), Text(object, "url"),  false,
               Text(object, "why")};
  if (const json::value* review = object.if_contains("needs_review")) row.needs_review = review->as_bool();
  row.first_state = Number(object, "first_state", 1);
  row.last_state = Number(object, "last_state", 99);
  return row;
}

District Parse(const json::object& root) {
  District district;
  district.as_of = Day(root, "as_of");
  for (const json::value& site : root.at("sites").as_array())
    district.sites.push_back(Site(site.as_object()));
  for (const auto& [form, copies] : root.at("default_copies").as_object()) {
    for (const json::value& copy : copies.as_array())
      district.default_copies[form].emplace_back(copy.as_string());
  }
  for (const json::value& entry : root.at("documents").as_array()) {
    district.documents.push_back(Document(entry.as_object(), district));
  }
  district.news_titles = Texts(root, "news_titles");
  district.news_places = Texts(root, "news_places");
  district.news_paragraphs = Texts(root, "news_paragraphs");
  for (const json::value& entry : root.at("dead_links").as_array()) {
    const json::object& link = entry.as_object();
    district.dead_links.emplace_back(Text(link, "site"), Text(link, "text"));
  }
  district.scale_once = Texts(root, "scale_once");
  for (const json::value& row : root.at("truth").as_array()) district.truth.push_back(Truth(row.as_object()));
  return district;
}

}  // namespace

base::Result<District> LoadDistrict(std::string_view text) {
  // Boost.JSON's checked accessors throw; the file is ours, so the first problem is enough.
  try {
    return Parse(json::parse(text).as_object());
  } catch (const std::exception& error) {
    return base::Fail(ErrorCode::kInvalidInput, "the description of the demo district cannot be read: {}",
                      error.what());
  }
}

base::Result<District> BundledDistrict(int state) {
  if (state < 1 || state > 2)
    return base::Fail(ErrorCode::kInvalidInput, "the demo has the states 1 and 2, not {}", state);
  ASSIGN_OR_RETURN(District district, LoadDistrict(EmbeddedFile("district.json")));
  district.state = state;
  std::erase_if(district.truth,
                [state](const TruthRow& row) { return state < row.first_state || state > row.last_state; });
  if (state > 1) {
    for (DocumentSpec& document : district.documents) {
      for (const auto& [name, value] : document.changed_fields) document.fields[name] = value;
    }
  }
  return district;
}

}  // namespace mingcha::demo
