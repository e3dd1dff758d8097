#include "cli/page_view.h"

#include <fmt/format.h>

#include <ostream>
#include <vector>

#include "base/markup.h"
#include "base/text.h"
#include "extractors/annotate.h"
#include "model/enum_names.h"
#include "model/json.h"

namespace mingcha::cli {
namespace {

using base::EscapeMarkup;
using base::Msg;
using extractors::PageTrace;
using model::EnumName;

/// One thing that was read, ready to be shown.
struct Line {
  std::string name, value, source;
  model::EvidenceSpan span;
  std::string kind;  ///< Colour in the marked copy.
};

std::string PlaceOf(const model::EvidenceSpan& span) {
  if (!span.place.empty()) return span.place;
  return span.end > span.begin ? fmt::format("[{}, {})", span.begin, span.end) : std::string();
}

class Lines {
 public:
  explicit Lines(const Context& context) : context_(context) {}

  void Text(std::string_view name, const std::optional<model::TextReading>& reading,
            const std::string& kind) {
    if (!reading) return;
    lines.push_back({context_.Say(Msg(name)), reading->value, SourceOf(reading->source, reading->grade),
                     reading->span, kind});
  }
  void Date(const base::Message& name, const model::DateReading& date) {
    std::string value = date.date.Iso();
    if (date.precision != model::DatePrecision::kDay)
      value = value.substr(0, date.precision == model::DatePrecision::kMonth ? 7 : 4);
    lines.push_back(
        {context_.Say(name), std::move(value), SourceOf(date.source, date.grade), date.span, "date"});
  }
  void Add(const base::Message& name, const std::string& value, const model::EvidenceSpan& span,
           const std::string& kind) {
    lines.push_back({context_.Say(name), value, "", span, kind});
  }
  std::vector<Line> lines;

 private:
  std::string SourceOf(model::ReadingSource source, model::Grade grade) const {
    return context_.Say(Msg(EnumName(source))) + ", " + context_.Say(Msg(EnumName(grade)));
  }
  const Context& context_;
};

std::vector<Line> FactsOf(const Context& context, const model::PageFacts& facts) {
  Lines out(context);
  out.Text("title", facts.title, "title");
  out.Text("issuer", facts.issuer, "field");
  out.Text("index_number", facts.index_number, "field");
  out.Text("document number", facts.doc_number, "field");
  out.Text("validity", facts.validity, "field");
  out.Text("source of the text", facts.source, "field");
  out.Text("topic", facts.topic, "field");
  if (facts.published) out.Date(Msg("published, as decided"), *facts.published);
  if (facts.formed) out.Date(Msg("formed, as decided"), *facts.formed);
  for (const model::DateReading& date : facts.dates) out.Date(Msg(EnumName(date.meaning)), date);
  for (const model::ElementReading& element : facts.elements)
    out.Add(Msg("element {}", element.element), element.value, element.span, "element");
  for (const model::PrivacyHit& hit : facts.privacy)
    out.Add(Msg("private data: {}", hit.kind), hit.masked, hit.span, "privacy");
  return std::move(out.lines);
}

class Printer {
 public:
  Printer(const Context& context, const model::Plan& plan)
      : context_(context), plan_(plan), out_(*context.out) {}

  void Head(const base::Message& text) { out_ << "\n== " << context_.Say(text) << "\n"; }
  void Field(std::string_view name, const std::string& value) {
    if (!value.empty()) out_ << context_.Say(Msg(name)) << ": " << value << "\n";
  }

  void Facts(const PageTrace& trace) {
    const model::PageFacts& facts = trace.page.facts;
    Head(Msg("page {}", facts.url));
    Field("kind",
          context_.Say(Msg(EnumName(facts.kind))) +
              (facts.note == model::PageNote::kNone ? "" : " / " + context_.Say(Msg(EnumName(facts.note)))));
    Field("encoding", facts.encoding.empty()
                          ? ""
                          : fmt::format("{} ({}), U+FFFD: {}", facts.encoding,
                                        context_.Say(Msg(facts.encoding_source)), facts.replaced_bytes));
    Field("breadcrumb", base::Join(facts.breadcrumb, " > "));
    for (const Line& line : FactsOf(context_, facts)) {
      out_ << line.name << ": " << line.value;
      if (!line.source.empty()) out_ << "  (" << line.source << ")";
      const std::string place = PlaceOf(line.span);
      if (!place.empty()) out_ << "  " << place;
      out_ << "\n";
      if (!line.span.quote.empty() && line.span.quote != line.value)
        out_ << "    " << line.span.quote << "\n";
    }
    Field("numbers", base::Join(facts.project_codes, "  "));
    Field("cited documents", base::Join(facts.cited_documents, "  "));
    Field("tags missing", base::Join(facts.missing_tags, "  "));
    for (const std::string& doubt : facts.doubts) Field("doubt", context_.Say(Msg(doubt)));
  }

  void Items(const PageTrace& trace) {
    Head(Msg("items this page was mapped to"));
    for (const model::ItemMatch& match : trace.page.facts.items) Match(match, "+");
    if (trace.page.facts.items.empty()) out_ << "  -\n";
    if (!trace.page.facts.title_context.empty()) Field("title context", trace.page.facts.title_context);
    if (!trace.rejected.empty()) Head(Msg("items that were looked at and refused"));
    for (const model::ItemMatch& match : trace.rejected) Match(match, "-");
  }

  void Elements(const PageTrace& trace) {
    for (const extractors::ElementTrace& item : trace.elements) {
      Head(Msg("elements of {}", ItemName(item.item)));
      for (const model::ElementReading& element : item.found)
        out_ << "  + " << element.element << ": " << element.value << "  " << PlaceOf(element.span) << "\n";
      for (const std::string& name : item.in_attachment)
        out_ << "  ? " << name << ": " << context_.Say(Msg("points to an attachment and was not found there"))
             << "\n";
      for (const std::string& name : item.missing)
        out_ << "  - " << name << ": " << context_.Say(Msg("not found")) << "\n";
    }
  }

  void Disclosures(const PageTrace& trace) {
    Head(Msg("disclosures: {}", trace.page.disclosures.size()));
    for (const model::Disclosure& one : trace.page.disclosures) {
      out_ << "  " << ItemName(one.item) << " (" << context_.Say(Msg(EnumName(one.grade))) << ")  "
           << one.unit << "  " << (one.subject_text.empty() ? one.title : one.subject_text) << "  "
           << one.source_file << "\n";
      for (const base::Message& why : one.why) out_ << "      " << context_.Say(why) << "\n";
      for (const model::DateReading& date : one.dates) {
        if (one.row < 0 || date.span.place.empty()) continue;
        out_ << "      " << date.date.Iso() << " " << context_.Say(Msg(EnumName(date.meaning))) << "  "
             << date.span.place << "\n";
      }
    }
  }

  void Files(const PageTrace& trace) {
    if (trace.page.facts.files.empty()) return;
    Head(Msg("attachments"));
    for (const model::AttachmentNote& file : trace.page.facts.files) {
      out_ << "  " << file.name << "  " << file.url << "\n      " << context_.Say(Msg(EnumName(file.type)))
           << ", " << context_.Say(Msg(EnumName(file.status)));
      if (!file.detail.format.empty()) out_ << ": " << context_.Say(file.detail);
      out_ << "\n";
    }
  }

  void Links(const PageTrace& trace) {
    Head(Msg("links: {}", trace.links.size()));
    for (const model::Link& link : trace.links)
      out_ << "  [" << context_.Say(Msg(EnumName(link.kind))) << "] " << link.text << "  " << link.url
           << "\n";
  }

 private:
  std::string ItemName(const std::string& id) const {
    const model::Item* item = plan_.FindItem(id);
    return item == nullptr ? id : fmt::format("{} ({})", item->name, id);
  }
  void Match(const model::ItemMatch& match, std::string_view mark) {
    out_ << "  " << mark << " " << ItemName(match.item) << "  " << context_.Say(Msg(EnumName(match.grade)))
         << "\n";
    for (const base::Message& why : match.why) out_ << "      " << context_.Say(why) << "\n";
  }

  const Context& context_;
  const model::Plan& plan_;
  std::ostream& out_;
};

template <typename T>
std::string JsonList(const std::vector<T>& list) {
  std::string out = "[";
  for (const T& entry : list) out += (out.size() > 1 ? "," : "") + model::ToJson(entry);
  return out + "]";
}

constexpr std::string_view kStyle =
    "body{font:15px/1.6 sans-serif;margin:1.5em auto;max-width:1100px}table{border-collapse:collapse}"
    "td,th{border:1px solid #ccc;padding:2px 6px;vertical-align:top}.main{outline:2px dashed "
    "#69c;outline-offset:6px}"
    "mark{background:#fe9}mark.title,sup.title{background:#bdf}mark.date,sup.date{background:#cfc}"
    "mark.element,sup.element{background:#fcd}mark.privacy,sup.privacy{background:#f99}sup{background:#fe9;"
    "font-size:10px;"
    "padding:0 2px;border-radius:2px}#read{font-size:13px;margin-bottom:2em}#read "
    "td:nth-child(2){max-width:30em}";

}  // namespace

void PrintPageTrace(const Context& context, const model::Plan& plan, const PageTrace& trace) {
  Printer printer(context, plan);
  printer.Facts(trace);
  printer.Items(trace);
  printer.Elements(trace);
  printer.Disclosures(trace);
  printer.Files(trace);
  printer.Links(trace);
}

std::string PageTraceJson(const PageTrace& trace) {
  std::string elements = "[";
  for (const extractors::ElementTrace& item : trace.elements) {
    elements += fmt::format("{}{{\"item\":{},\"found\":{},\"in_attachment\":{},\"missing\":{}}}",
                            elements.size() > 1 ? "," : "", model::ToJson(item.item), JsonList(item.found),
                            model::ToJson(item.in_attachment), model::ToJson(item.missing));
  }
  return fmt::format(
      "{{\"page\":{},\"disclosures\":{},\"rejected\":{},\"elements\":{}],\"links\":{},\"main\":[{},{}],"
      "\"text\":{}}}",
      model::ToJson(trace.page.facts), JsonList(trace.page.disclosures), JsonList(trace.rejected), elements,
      JsonList(trace.links), trace.main_begin, trace.main_end, model::ToJson(trace.text));
}

std::string AnnotatedPage(const Context& context, const model::Plan& plan, const extractors::PageInput& input,
                          const PageTrace& trace) {
  std::vector<Line> lines = FactsOf(context, trace.page.facts);
  std::string list;
  std::vector<extractors::TextMark> marks;
  for (const Line& line : lines) {
    list +=
        fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", EscapeMarkup(line.name),
                    EscapeMarkup(line.value), EscapeMarkup(line.source), EscapeMarkup(PlaceOf(line.span)));
    if (line.span.place.empty() && line.span.end > line.span.begin)
      marks.push_back({line.span.begin, line.span.end, line.name, line.kind});
  }
  std::string items;
  for (const model::ItemMatch& match : trace.page.facts.items) {
    const model::Item* item = plan.FindItem(match.item);
    items += fmt::format("<li>{} ({})</li>", EscapeMarkup(item == nullptr ? match.item : item->name),
                         EscapeMarkup(context.Say(Msg(EnumName(match.grade)))));
  }
  std::string body = extractors::AnnotatedBody(input, plan, marks);
  if (body.empty()) body = "<pre>" + EscapeMarkup(trace.text) + "</pre>";
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta "
      "http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src "
      "'unsafe-inline'\"><title>{}</title><style>{}</style></head><body>\n"
      "<div id=\"read\"><p>{}</p><ul>{}</ul><table>\n{}</table></div>\n{}\n</body></html>\n",
      context.lang == base::Lang::kZh ? "zh-CN" : "en", EscapeMarkup(trace.page.facts.url), kStyle,
      EscapeMarkup(trace.page.facts.url), items, list, body);
}

}  // namespace mingcha::cli
