#include "extractors/extractor.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/on_threads.h"
#include "base/text.h"
#include "extractors/breadcrumb.h"
#include "extractors/charset.h"
#include "extractors/classifier.h"
#include "extractors/dates.h"
#include "extractors/disclose.h"
#include "extractors/elements.h"
#include "extractors/folded_text.h"
#include "extractors/identifiers.h"
#include "extractors/issuer.h"
#include "extractors/own_facts.h"
#include "extractors/page_audit.h"
#include "extractors/page_kind.h"
#include "extractors/page_reading.h"
#include "extractors/page_trace.h"
#include "extractors/privacy.h"
#include "extractors/text_hash.h"
#include "extractors/title.h"

namespace mingcha::extractors {
namespace {

using model::Grade;
using model::PageKind;
using model::TextReading;

constexpr size_t kBareText = 200;                        // code points: less is no text of its own
constexpr size_t kMaxNameBytes = 300;                    // a first line longer than this is no title
constexpr size_t kMaxConfirmBytes = size_t{256} << 10U;  // of each attachment, to confirm a mapping

/// The page's text with its facts: what disclosures are built from.
struct FactsAndText {
  model::PageFacts facts;
  PageText text;
  PageAttachments attachments;
  TextRange carried;  ///< What of the text the page's data told (carried_text.h),
  std::string place;  ///< and where.
};

/// Tells of every value that was read from the page's data where it stood.
void MarkCarried(const FactsAndText& read, model::PageFacts* facts,
                 std::vector<model::Disclosure>* disclosures) {
  if (read.carried.size() == 0) return;
  const auto mark = [&](model::EvidenceSpan* span) {
    if (span->place.empty() && span->begin < span->end && read.carried.Contains(span->begin))
      span->place = read.place;
  };
  const auto mark_all = [&](auto* readings) {
    for (auto& reading : *readings) mark(&reading.span);
  };
  for (auto* text : {&facts->title, &facts->issuer, &facts->index_number, &facts->doc_number,
                     &facts->validity, &facts->source, &facts->topic}) {
    if (text->has_value()) mark(&text->value().span);
  }
  for (auto* date : {&facts->published, &facts->formed}) {
    if (date->has_value()) mark(&date->value().span);
  }
  mark_all(&facts->dates);
  mark_all(&facts->elements);
  mark_all(&facts->privacy);
  for (model::Disclosure& disclosure : *disclosures) {
    mark_all(&disclosure.dates);
    mark_all(&disclosure.elements);
  }
}

TextRange CarriedIn(const PageReading& page) {
  if (page.carried.node < 0) return {};
  return page.view.ranges[static_cast<size_t>(page.carried.node)];
}

std::vector<std::string> LabelsOf(const PageText& page) {
  std::vector<std::string> labels;
  for (const LabelValue& pair : page.pairs) {
    if (pair.begin >= page.main_begin && pair.begin < page.main_end) labels.push_back(pair.label);
  }
  for (const Table& table : page.tables) {
    for (size_t r = 0; r < std::min<size_t>(table.rows.size(), 3); ++r) {
      for (const Cell& cell : table.rows[r]) {
        if (!cell.copy && !cell.text.empty() && cell.text.size() < 120) labels.push_back(cell.text);
      }
    }
  }
  return labels;
}

void TakePager(PagerReading pager, model::PageFacts* facts) {
  facts->list_page = pager.current;
  facts->list_pages = pager.count;
  facts->list_rows = pager.rows;
  facts->pager_unread = !pager.unread.empty();
  facts->next_pages = std::move(pager.pages);
}

/// The lines of an article, and those on which its title and elements stand.
void TakeLines(const FactsAndText& read, const LexiconIndex& lexicon, ExtractedPage* out) {
  const model::PageFacts& facts = read.facts;
  if (facts.kind != PageKind::kDetail && facts.kind != PageKind::kAttachment) return;
  const std::string& text = read.text.text;
  out->lines = LinesOf(text);
  const auto use = [&](const model::EvidenceSpan& span) {
    if (!span.place.empty() || span.begin >= span.end || span.begin >= text.size()) return;
    const std::string_view line = LineAt(text, span.begin);
    if (!NamesOnlyABody(line, lexicon)) out->used_lines.push_back(LineHash(line));
  };
  if (facts.title) use(facts.title->span);
  for (const model::ElementReading& element : facts.elements) use(element.span);
  for (const model::Disclosure& disclosure : out->disclosures) {
    for (const model::ElementReading& element : disclosure.elements) use(element.span);
  }
  std::sort(out->used_lines.begin(), out->used_lines.end());
  out->used_lines.erase(std::unique(out->used_lines.begin(), out->used_lines.end()), out->used_lines.end());
}

}  // namespace

struct Extractor::Rules {
  Rules(const model::Plan& plan, Classifier classify, ElementFinder find_elements, NumberFinder find_numbers,
        Discloser disclose)
      : items(plan.items),
        reading(plan),
        auditor(plan),
        classifier(std::move(classify)),
        elements(std::move(find_elements)),
        numbers(std::move(find_numbers)),
        discloser(std::move(disclose)),
        privacy(plan.lexicon),
        issuer(plan) {}

  void ReadArticle(const PageReading& page, const base::Url& url, const PageInput& input,
                   model::PageFacts* facts) const;
  void ReadItems(const PageText& text, const PageAttachments& attachments, const PageInput& input,
                 model::PageFacts* facts) const;
  void NameByLink(const TextReading& title, const PageText& text, model::PageFacts* facts) const;
  void ReadAttached(const AttachmentText& file, model::PageFacts* facts) const;
  void ClassifyByAttachments(const ClassifyInput& page, const PageAttachments& attachments,
                             model::PageFacts* facts) const;
  [[nodiscard]] FactsAndText Read(const PageInput& input) const;
  [[nodiscard]] FactsAndText ReadPlain(const PageInput& input, model::PageFacts facts) const;
  [[nodiscard]] FactsAndText ReadFile(const PageInput& input, model::PageFacts facts) const;
  [[nodiscard]] FactsAndText ReadAnswer(const PageInput& input, const base::Url& url,
                                        model::PageFacts facts) const;

  /// `title` and `*all` outlive the input; `*all` takes the text the input refers to.
  [[nodiscard]] ClassifyInput ClassifyInputOf(const PageText& text, const PageAttachments& attachments,
                                              const model::PageFacts& facts, const std::string& title,
                                              std::string* all) const;
  [[nodiscard]] ElementTrace TraceElements(const model::Item& item, const FactsAndText& read) const;

  std::vector<model::Item> items;
  ReadingRules reading;
  PageAuditor auditor;
  Classifier classifier;
  ElementFinder elements;
  NumberFinder numbers;
  Discloser discloser;
  PrivacyScanner privacy;
  IssuerReader issuer;
};

base::Result<Extractor> Extractor::Create(const model::Plan& plan) {
  // Patterns are compiled side by side: alone they take a twentieth of a second.
  std::optional<base::Result<Classifier>> classifier;
  std::optional<base::Result<ElementFinder>> elements;
  std::optional<base::Result<NumberFinder>> numbers;
  const std::array<std::function<void()>, 3> parts = {[&] { classifier = Classifier::Create(plan); },
                                                      [&] { elements = ElementFinder::Create(plan); },
                                                      [&] { numbers = NumberFinder::Create(plan.lexicon); }};
  base::OnThreads(parts.size(), [&](size_t i) { parts[i](); });
  if (!*classifier) return tl::unexpected(classifier->error());
  if (!*elements) return tl::unexpected(elements->error());
  if (!*numbers) return tl::unexpected(numbers->error());
  ASSIGN_OR_RETURN(Discloser discloser, Discloser::Create(plan, **classifier, **elements, **numbers));
  return Extractor(std::make_shared<const Rules>(plan, std::move(**classifier), std::move(**elements),
                                                 std::move(**numbers), std::move(discloser)));
}

/// Adds what stands in an attachment to the facts of its page, each value with its place.
void Extractor::Rules::ReadAttached(const AttachmentText& file, model::PageFacts* facts) const {
  const std::string_view text = file.text.main();
  for (const model::ItemMatch& match : facts->items) {
    for (model::ElementReading& element : elements.Find(match.item, file.text).present) {
      const bool known = std::any_of(facts->elements.begin(), facts->elements.end(),
                                     [&](const auto& other) { return other.element == element.element; });
      if (known) continue;
      file.Mark(&element.span);
      facts->elements.push_back(std::move(element));
    }
  }
  for (model::DateReading& date :
       ReadDates(text, reading.lexicon, model::ReadingSource::kBody, &facts->doubts)) {
    // What an attachment says of publication is not the page's; a date without meaning says nothing.
    if (date.meaning == model::DateMeaning::kPublished || date.meaning == model::DateMeaning::kUnknown)
      continue;
    if (date.grade == Grade::kCertain) date.grade = Grade::kLikely;
    file.Mark(&date.span);
    facts->dates.push_back(std::move(date));
  }
  const auto add = [](const std::string& value, std::vector<std::string>* list) {
    if (std::find(list->begin(), list->end(), value) == list->end()) list->push_back(value);
  };
  const FoldedText folded(text);
  for (const std::string& code : numbers.FindCodes(folded)) add(code, &facts->project_codes);
  for (const DocNumber& number : numbers.FindDocNumbers(folded)) add(number.value, &facts->cited_documents);
}

/// A page whose title says nothing («notice», «list») may be named by its files and by the first line in
/// them.
void Extractor::Rules::ClassifyByAttachments(const ClassifyInput& page, const PageAttachments& attachments,
                                             model::PageFacts* facts) const {
  for (const AttachmentText& file : attachments.texts) {
    const std::string_view all = file.text.text;
    for (const std::string_view name : {std::string_view(file.name), all.substr(0, all.find('\n'))}) {
      if (name.empty() || name.size() > kMaxNameBytes) continue;
      ClassifyInput named = page;
      named.title = name;
      Classification found = classifier.Classify(named);
      if (!found.context.empty() || found.items.empty()) continue;
      for (model::ItemMatch& match : found.items) {
        // One step less than a title of the page's own would give.
        if (match.grade != Grade::kCertain) match.grade = Grade::kWeak;
        if (match.grade == Grade::kCertain) match.grade = Grade::kLikely;
        match.why.push_back(
            base::Msg("named so by the attachment {}", file.name.empty() ? file.url : file.name));
        facts->items.push_back(std::move(match));
      }
      return;
    }
  }
}

ClassifyInput Extractor::Rules::ClassifyInputOf(const PageText& text, const PageAttachments& attachments,
                                                const model::PageFacts& facts, const std::string& title,
                                                std::string* all) const {
  ClassifyInput classify;
  classify.title = title;
  classify.column = facts.breadcrumb;
  *all = text.main();
  classify.labels = LabelsOf(text);
  for (const AttachmentText& file : attachments.texts) {
    *all += '\n';
    *all += file.text.main().substr(0, kMaxConfirmBytes);
    for (std::string& label : LabelsOf(file.text)) classify.labels.push_back(std::move(label));
  }
  classify.text = *all;
  return classify;
}

void Extractor::Rules::ReadItems(const PageText& text, const PageAttachments& attachments,
                                 const PageInput& input, model::PageFacts* facts) const {
  std::string all;
  const std::string title = facts->title ? facts->title->value : input.anchor;
  const ClassifyInput classify = ClassifyInputOf(text, attachments, *facts, title, &all);
  Classification found = classifier.Classify(classify);
  facts->items = std::move(found.items);
  facts->title_context = std::move(found.context);
  if (facts->items.empty() && facts->title_context.empty() && facts->kind == PageKind::kAttachment)
    ClassifyByAttachments(classify, attachments, facts);
  for (const model::ItemMatch& match : facts->items) {
    for (model::ElementReading& element : elements.Find(match.item, text).present) {
      if (std::find(facts->elements.begin(), facts->elements.end(), element) == facts->elements.end()) {
        facts->elements.push_back(std::move(element));
      }
    }
  }
  const FoldedText folded(text.main());
  facts->project_codes = numbers.FindCodes(folded);
  for (const DocNumber& number : numbers.FindDocNumbers(folded)) {
    const bool own =
        facts->doc_number && base::FoldLabel(facts->doc_number->value) == base::FoldLabel(number.value);
    if (!own && std::find(facts->cited_documents.begin(), facts->cited_documents.end(), number.value) ==
                    facts->cited_documents.end()) {
      facts->cited_documents.push_back(number.value);
    }
  }
  for (const AttachmentText& file : attachments.texts) ReadAttached(file, facts);
  PrivacyOptions options;
  options.salt = input.salt;
  options.year = facts->published ? facts->published->date.year() : 0;
  facts->privacy = privacy.Find(text, options);
}

/// A page that shows nothing is known by the link that leads to it: what may stand there is not to be missed.
void Extractor::Rules::NameByLink(const TextReading& title, const PageText& text,
                                  model::PageFacts* facts) const {
  facts->title = title;
  std::string all;
  facts->items = classifier.Classify(ClassifyInputOf(text, {}, *facts, title.value, &all)).items;
}

void Extractor::Rules::ReadArticle(const PageReading& page, const base::Url& url, const PageInput& input,
                                   model::PageFacts* facts) const {
  DateContext context;
  context.url = &url;
  context.title = facts->title ? facts->title->value : std::string();
  context.title_begin = facts->title ? facts->title->span.begin : 0;
  context.title_end = facts->title ? facts->title->span.end : 0;
  context.attachments = &facts->attachments;
  context.boilerplate = input.boilerplate;
  context.carried = CarriedIn(page);
  PageDates dates =
      ReadPageDates(page.document, page.view, page.meta, page.info, context, reading.lexicon, &facts->doubts);
  facts->published = dates.published;
  facts->formed = dates.formed;
  facts->index_number = page.info.index_number;
  facts->validity = page.info.validity;
  facts->source = page.info.source;
  if (!facts->source) {
    if (const std::string_view source = page.meta.Get("ContentSource"); !source.empty()) {
      facts->source = TextReading{
          std::string(source), model::ReadingSource::kMetaTag, Grade::kLikely, {std::string(source), 0, 0}};
    }
  }
  facts->topic = page.info.topic;
  facts->doc_number = ReadDocNumber(page.view, page.info, context.title, context.title_end, reading.lexicon);
  facts->issuer = issuer.Read(page.info, dates, page.meta, facts->title, facts->doc_number, reading.lexicon);
  facts->dates = std::move(dates.all);
}

FactsAndText Extractor::Rules::ReadPlain(const PageInput& input, model::PageFacts facts) const {
  const DecodeResult decoded = Decode(input.body, input.content_type);
  facts.encoding = decoded.encoding;
  facts.encoding_source = decoded.source;
  facts.replaced_bytes = decoded.replaced;
  FactsAndText out{std::move(facts), PlainPageText(decoded.text, reading.lexicon), {}, {}, {}};
  out.facts.unread_attachment = false;
  out.facts.text_length = base::CodePointCount(out.text.main());
  out.facts.text_hash = TextHash(out.text.main());
  out.facts.dates =
      ReadDates(out.text.main(), reading.lexicon, model::ReadingSource::kBody, &out.facts.doubts);
  ReadItems(out.text, {}, input, &out.facts);
  return out;
}

/// An attachment as a page of its own: its name is its title, what was read of it its text.
FactsAndText Extractor::Rules::ReadFile(const PageInput& input, model::PageFacts facts) const {
  const model::Link self{input.url, input.anchor, model::Link::Kind::kAttachment};
  PageAttachments own = ReadPageAttachments(
      {self}, [&](std::string_view) { return input.content; }, reading.lexicon);
  facts.files = own.notes;
  FactsAndText out{std::move(facts), {}, {}, {}, {}};
  out.facts.unread_attachment = own.unread || own.unfetched;
  if (own.texts.empty()) return out;
  const AttachmentText& file = own.texts.front();
  out.facts.text_length = base::CodePointCount(file.text.main());
  ReadItems({}, own, input, &out.facts);
  PrivacyOptions options;
  options.salt = input.salt;
  out.facts.privacy = privacy.Find(file.text, options);
  for (model::PrivacyHit& hit : out.facts.privacy) file.Mark(&hit.span);
  out.attachments = std::move(own);
  return out;
}

/// An answer to a script's request: rows of a list like those of a list page.
FactsAndText Extractor::Rules::ReadAnswer(const PageInput& input, const base::Url& url,
                                          model::PageFacts facts) const {
  const DecodeResult decoded = Decode(input.body, input.content_type);
  facts.encoding = decoded.encoding;
  facts.encoding_source = decoded.source;
  facts.replaced_bytes = decoded.replaced;
  AnswerReading answer = *reading.answers.Read(url, decoded.text);
  facts.kind = answer.broken ? PageKind::kError : PageKind::kList;
  if (answer.broken) facts.doubts.emplace_back("not the answer that the CMS profile describes");
  facts.entries = std::move(answer.list.entries);
  TakePager(std::move(answer.pager), &facts);
  return {std::move(facts), {}, {}, {}, {}};
}

FactsAndText Extractor::Rules::Read(const PageInput& input) const {
  model::PageFacts facts;
  facts.page_id = input.page_id;
  facts.url = input.url;
  const auto asked = base::Url::Parse(input.final_url.empty() ? input.url : input.final_url);
  const base::Url url = asked ? *asked : *base::Url::Parse("http://unknown.invalid/");
  if (reading.answers.Knows(url)) return ReadAnswer(input, url, std::move(facts));
  const std::string kind = SniffBytes(input.body, input.content_type, url.path());
  if (kind != "html") {
    facts.kind = PageKind::kAttachment;
    facts.unread_attachment = true;
    if (!input.anchor.empty()) {
      facts.title =
          TextReading{input.anchor, model::ReadingSource::kList, Grade::kLikely, {input.anchor, 0, 0}};
    }
    if (const auto date = DateInFileName(url.path())) {
      model::DateReading reading_date;
      reading_date.date = *date;
      reading_date.source = model::ReadingSource::kAttachmentName;
      reading_date.grade = Grade::kWeak;
      reading_date.span.quote = url.path();
      facts.dates.push_back(std::move(reading_date));
    }
    if (input.content == nullptr && (kind == "text" || kind == "csv"))
      return ReadPlain(input, std::move(facts));
    return ReadFile(input, std::move(facts));
  }
  const DecodeResult decoded = Decode(input.body, input.content_type);
  facts.encoding = decoded.encoding;
  facts.encoding_source = decoded.source;
  facts.replaced_bytes = decoded.replaced;
  PageReading page = ReadPage(decoded.text, url, reading, input.is_template);
  facts.kind = page.kind.kind;
  facts.note = page.kind.note;
  facts.doubts = std::move(page.doubts);
  facts.scripted_list = page.kind.scripted_list;
  facts.missing_tags = page.meta.Missing(facts.kind);
  facts.text_length = base::CodePointCount(page.view.page.main());
  facts.text_hash = TextHash(page.view.page.main());
  const auto of_link = TitleOfLink(input.anchor, std::nullopt, page.meta, reading.lexicon);
  if (facts.note == model::PageNote::kTemplateEmpty && facts.kind == PageKind::kError && of_link)
    NameByLink(*of_link, page.view.page, &facts);
  if (facts.kind == PageKind::kError) {
    for (const PlacedLink& placed : page.links) {
      if (facts.note == model::PageNote::kRedirectStub) facts.next_pages.push_back(placed.link);
    }
    return {std::move(facts), std::move(page.view.page), {}, {}, {}};
  }
  const bool article = facts.kind == PageKind::kDetail || facts.kind == PageKind::kAttachment;
  facts.title = ReadTitle(page.document, page.view, page.meta, page.info, facts.kind, page.breadcrumb,
                          reading.lexicon, IsColumnPath(url));
  bool shell = false;
  if (article) {
    if (auto title = TitleOfLink(input.anchor, facts.title, page.meta, reading.lexicon)) {
      if (facts.kind == PageKind::kDetail && page.attachments.empty() && IsShell(page.document, page.view)) {
        // Its text was not read: what it lacks, or has in common with others, says nothing.
        facts.note = model::PageNote::kTemplateEmpty;
        facts.text_length = 0;
        facts.text_hash.clear();
        shell = true;
      }
      facts.title = std::move(title);
    }
  }
  facts.breadcrumb =
      WithoutTitle(std::move(page.breadcrumb), facts.title ? facts.title->value : std::string());
  if (!article && facts.kind == PageKind::kList && facts.title &&
      facts.title->source == model::ReadingSource::kTitleTag && facts.breadcrumb.size() >= 2) {
    facts.title = TextReading{facts.breadcrumb.back(),
                              model::ReadingSource::kBreadcrumb,
                              Grade::kLikely,
                              {facts.breadcrumb.back(), 0, 0}};
  }
  facts.attachments = std::move(page.attachments);
  PageAttachments attachments;
  if (article) {
    ReadArticle(page, url, input, &facts);
    attachments = ReadPageAttachments(facts.attachments, input.attachments, reading.lexicon);
    facts.files = attachments.notes;
    // Content may lie in what was not read; a page with a text of its own and only dead links has none there.
    const bool bare = facts.kind == PageKind::kAttachment || facts.text_length < kBareText;
    facts.unread_attachment = shell || (bare && (attachments.unread || attachments.unfetched));
  } else {
    facts.entries = std::move(page.list.entries);
    TakePager(std::move(page.pager), &facts);
  }
  if (article) {
    ReadItems(page.view.page, attachments, input, &facts);
  } else {
    PrivacyOptions options;
    options.salt = input.salt;
    facts.privacy = privacy.Find(page.view.page, options);
  }
  facts.audit = auditor.Audit(page, facts, reading.lexicon);
  return {std::move(facts), std::move(page.view.page), std::move(attachments), CarriedIn(page),
          input.url + "#" + page.carried.place};
}

model::PageFacts Extractor::Extract(const PageInput& input) const {
  FactsAndText read = rules_->Read(input);
  model::PageFacts facts = std::move(read.facts);
  std::vector<model::Disclosure> none;
  MarkCarried(read, &facts, &none);
  MaskFacts(&facts);
  return facts;
}

ElementTrace Extractor::Rules::TraceElements(const model::Item& item, const FactsAndText& read) const {
  ElementTrace trace;
  trace.item = item.id;
  ElementFindings found = elements.Find(item.id, read.text);
  AddOwnFacts(item, read.facts, read.facts.doc_number ? read.facts.doc_number->value : std::string(),
              read.facts.dates, &found.present);
  trace.found = std::move(found.present);
  const auto has = [&](const std::string& name) {
    return std::any_of(trace.found.begin(), trace.found.end(),
                       [&](const model::ElementReading& element) { return element.element == name; });
  };
  for (const AttachmentText& file : read.attachments.texts) {
    for (model::ElementReading& element : elements.Find(item.id, file.text).present) {
      if (has(element.element)) continue;
      file.Mark(&element.span);
      trace.found.push_back(std::move(element));
    }
  }
  for (const std::string& name : found.in_attachment) {
    if (!has(name)) trace.in_attachment.push_back(name);
  }
  for (const model::Element& element : item.elements) {
    const auto& pointed = trace.in_attachment;
    if (!has(element.name) && std::find(pointed.begin(), pointed.end(), element.name) == pointed.end())
      trace.missing.push_back(element.name);
  }
  return trace;
}

PageTrace Extractor::Explain(const PageInput& input) const {
  const Rules& rules = *rules_;
  FactsAndText read = rules.Read(input);
  PageTrace trace;
  const PageInputMeta meta{input.page_id, input.url, input.site, input.body_sha256};
  trace.page.disclosures = rules.discloser.Disclose(meta, read.facts, read.text, read.attachments);
  std::string all;
  const std::string title = read.facts.title ? read.facts.title->value : input.anchor;
  trace.rejected =
      rules.classifier.Rejected(rules.ClassifyInputOf(read.text, read.attachments, read.facts, title, &all));
  std::set<std::string> items;
  for (const model::ItemMatch& match : read.facts.items) items.insert(match.item);
  for (const model::Disclosure& disclosure : trace.page.disclosures) items.insert(disclosure.item);
  for (const model::Item& item : rules.items) {
    if (items.contains(item.id)) trace.elements.push_back(rules.TraceElements(item, read));
  }
  const auto asked = base::Url::Parse(input.final_url.empty() ? input.url : input.final_url);
  const base::Url url = asked ? *asked : *base::Url::Parse("http://unknown.invalid/");
  trace.is_html = SniffBytes(input.body, input.content_type, url.path()) == "html";
  if (trace.is_html) {
    const PageReading page = ReadPage(Decode(input.body, input.content_type).text, url, rules.reading);
    for (const PlacedLink& link : page.links) trace.links.push_back(link.link);
  }
  trace.text = MaskPrivate(read.text.text);
  trace.main_begin = read.text.main_begin;
  trace.main_end = read.text.main_end;
  trace.page.facts = std::move(read.facts);
  MarkCarried(read, &trace.page.facts, &trace.page.disclosures);
  MaskFacts(&trace.page.facts);
  return trace;
}

ExtractedPage Extractor::ExtractAll(const PageInput& input) const {
  FactsAndText read = rules_->Read(input);
  ExtractedPage out;
  const PageInputMeta meta{input.page_id, input.url, input.site, input.body_sha256};
  out.disclosures = rules_->discloser.Disclose(meta, read.facts, read.text, read.attachments);
  TakeLines(read, rules_->reading.lexicon, &out);
  out.facts = std::move(read.facts);
  MarkCarried(read, &out.facts, &out.disclosures);
  MaskFacts(&out.facts);
  return out;
}

ExtractedPage Extractor::ExtractAll(const model::PageRecord& record, std::string_view body,
                                    std::string_view salt, std::vector<base::Date> boilerplate,
                                    const AttachmentLookup& attachments,
                                    const IsTemplateLine& is_template) const {
  PageInput input;
  input.is_template = is_template;
  input.boilerplate = std::move(boilerplate);
  input.attachments = attachments;
  if (attachments) input.content = attachments(record.url);
  input.page_id = record.id;
  input.url = record.url;
  input.final_url = record.final_url;
  input.content_type = record.content_type;
  input.last_modified = record.last_modified;
  input.site = record.site;
  input.found_on = record.found_on;
  input.anchor = record.anchor;
  input.body_sha256 = record.body_sha256;
  input.body = body;
  input.salt = salt;
  return ExtractAll(input);
}

}  // namespace mingcha::extractors
