#include "sample.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "base/digest.h"

namespace mingcha::reports {
namespace {

using model::EvidenceType;
using model::FindingKind;
using model::ObligationSource;
using model::Severity;
using model::Verdict;

base::Date Day(std::string_view iso) { return base::Date::FromIso(iso).value(); }
base::Instant At(std::string_view iso) { return base::Instant::FromIso(iso).value(); }

// The sentences stand for the checker's; their Chinese is what a catalogue of that module would hold.
constexpr std::string_view kSentences =
    "published on {}, due {}: {} working days over\t{}公开，应于{}前公开，逾期{}个工作日\n"
    "event {} + 20 working days = {}\t事件日期{}加20个工作日为{}\n"
    "not found in {} lists walked to the end\t{}个栏目均已翻到末页，未发现\n"
    "elements not found: {}\t缺少要素：{}\n"
    "{} could not be read ({})\t{}未能读取（{}）\n"
    "timeout\t超时\n"
    "dismissed\t撤销\n"
    "fixed\t已整改\n"
    "{} by {} on {}: {} ({})\t{1}于{2}{0}：{3}（{4}）\n"
    "now in order: {}\t现已规范公开：{}\n"
    "the deal of {} implies a supply result\t{}成交，应有供应结果公示\n"
    "the plan asks for it each year\t方案要求每年公开\n"
    "candidate {}: another parcel number\t候选页面{}：地块编号不同\n";

void AddPlan(model::Plan* plan) {
  plan->assessment.id = "2025-r1";
  plan->assessment.title = "宝坻区重点领域政府信息公开第三方评估（2025年第一轮）";
  plan->assessment.district = "天津市宝坻区";
  plan->document = "天津市宝坻区重点领域政府信息公开实施方案（试行）";
  for (const auto& [id, name] :
       {std::pair("land", "国有土地使用权出让"), std::pair("procurement", "政府采购"),
        std::pair("bidding", "工程建设项目招标投标"), std::pair("housing", "住房保障")}) {
    model::Area& area = plan->areas.emplace_back();
    area.id = id;
    area.name = name;
  }
  for (const auto& [id, name] :
       {std::pair("land.supply-result", "供应结果"), std::pair("land.supply-plan", "土地供应计划"),
        std::pair("procurement.result", "采购结果"), std::pair("procurement.contract", "采购合同"),
        std::pair("bidding.candidates", "中标候选人公示"),
        std::pair("housing.allocation-result", "保障性住房分配结果")}) {
    model::Item& item = plan->items.emplace_back();
    item.id = id;
    item.name = name;
    item.area = item.id.substr(0, item.id.find('.'));
  }
  for (const auto& [id, name] :
       {std::pair("gtj", "天津市规划和自然资源局宝坻分局"), std::pair("czj", "宝坻区财政局"),
        std::pair("zjw", "宝坻区住房和建设委员会")}) {
    model::Unit& unit = plan->units.emplace_back();
    unit.id = id;
    unit.name = name;
  }
  for (const auto& [id, name] :
       {std::pair("portal", "宝坻区政府门户网站"), std::pair("exchange", "天津市公共资源交易网"),
        std::pair("czj", "财政局网站")}) {
    model::SiteProfile& site = plan->sites.emplace_back();
    site.id = id;
    site.name = name;
  }
  model::LimitRule limit;
  limit.id = "default-20";
  limit.items = {"*"};
  limit.events = {model::DateMeaning::kFormed, model::DateMeaning::kChanged};
  limit.days = 20;
  limit.is_default = true;
  limit.basis = {"《中华人民共和国政府信息公开条例》第二十六条", true};
  plan->limits.push_back(limit);
  limit.id = "contract-2";
  limit.items = {"procurement.contract"};
  limit.events = {model::DateMeaning::kSigned};
  limit.days = 2;
  limit.is_default = false;
  limit.basis = {"《中华人民共和国政府采购法实施条例》第五十条", false};
  plan->limits.push_back(limit);
  model::ChainLink chain;
  chain.id = "deal-result";
  chain.from_item = "land.supply-plan";
  chain.to_items = {"land.supply-result"};
  chain.latest_days = 30;
  chain.basis = {"《招标拍卖挂牌出让国有建设用地使用权规定》第二十条", false};
  plan->chains.push_back(chain);
  plan->grounds.push_back({"secret", "国家秘密", {"《中华人民共和国政府信息公开条例》第十四条", true}, {}});
  plan->calendar.name = "cn";
  plan->calendar.years = {{2024, {}, {}, {}}, {2025, {}, {Day("2025-04-04")}, {}}};
}

void AddRun(Sample* sample) {
  model::RunManifest& run = sample->run;
  run.id = "run-1";
  run.tool_version = "0.1.0";
  run.config_digest = base::Sha256Hex("config");
  run.config_path = "config/2025-r1";
  run.calendar = "cn";
  run.as_of = Day("2025-06-30");
  run.window = model::Window{Day("2025-01-01"), Day("2025-06-30")};
  run.crawl_started = At("2025-07-01T01:00:00Z");
  run.crawl_ended = At("2025-07-01T03:30:20Z");
  run.complete = true;
  run.stop_reason = "end";
  run.pages = 1284;
  run.disclosures = 412;
  run.flags = {{"as-of", "2025-06-30"}};
  model::SiteCoverage portal;
  portal.site = "portal";
  portal.planned = 900;
  portal.fetched = 880;
  portal.denied = 3;
  portal.failed = 2;
  portal.dead = 15;
  portal.unread = 4;
  portal.reached = true;
  portal.lists = {
      {"portal", "http://www.tjbd.example/zwgk/tdgy/index.html", "土地供应", 6, 112, true, "end", {}},
      {"portal",
       "http://www.tjbd.example/zwgk/zfcg/index.html",
       "政府采购",
       4,
       80,
       true,
       "older_than_window",
       {}},
      {"portal",
       "http://www.tjbd.example/zwgk/bzf/index.html",
       "住房保障",
       1,
       20,
       false,
       "failed:timeout",
       {}}};
  portal.gaps = {{"portal", "http://www.tjbd.example/att/2025/1.rar",
                  "http://www.tjbd.example/zwgk/bzf/index.html", "分配结果.rar", "attachment_unread"},
                 {"portal", "http://www.tjbd.example/zwgk/bzf/index_1.html",
                  "http://www.tjbd.example/zwgk/bzf/index.html", "下一页", "timeout"}};
  model::SiteCoverage exchange;
  exchange.site = "exchange";
  exchange.planned = exchange.fetched = 404;
  exchange.reached = true;
  exchange.robots = model::RobotsMode::kReportOnly;
  exchange.robots_authorisation = "宝坻区政府办公室 2025年6月3日评估授权函";
  model::SiteCoverage czj;
  czj.site = "czj";
  czj.planned = czj.failed = 1;
  czj.gaps = {{"czj", "http://czj.tjbd.example/", "", "", "connect"}};
  sample->coverage = {portal, exchange, czj};
}

struct Owed {
  std::string_view id, item, unit, subject;
  Verdict verdict;
  ObligationSource source;
  std::string_view event, due, published;
  int over;
};

void AddObligations(Sample* sample) {
  const std::vector<Owed> rows = {
      {"o1", "land.supply-plan", "gtj", "", Verdict::kOnTime, ObligationSource::kAnnual, "2025-01-10",
       "2025-02-14", "2025-01-20", 0},
      {"o2", "land.supply-result", "gtj", "津宝(挂)2025-03号地块", Verdict::kMissing,
       ObligationSource::kChain, "2025-04-18", "2025-05-21", "", 28},
      {"o3", "procurement.result", "czj", "区人民医院CT采购项目", Verdict::kLate, ObligationSource::kLedger,
       "2025-03-03", "2025-03-31", "2025-04-10", 7},
      {"o4", "procurement.contract", "czj", "区人民医院CT采购项目", Verdict::kUndeterminable,
       ObligationSource::kChain, "", "", "2025-04-22", 0},
      {"o5", "bidding.candidates", "zjw", "宝坻区北环路改造工程", Verdict::kPresent, ObligationSource::kChain,
       "2025-05-06", "2025-06-04", "2025-05-08", 0},
      {"o6", "housing.allocation-result", "zjw", "", Verdict::kUnverifiable, ObligationSource::kLedger,
       "2025-02-20", "2025-03-20", "", 0},
      {"o7", "procurement.result", "czj", "教育局课桌椅采购", Verdict::kPending, ObligationSource::kLedger,
       "2025-06-20", "2025-07-18", "", 0},
      {"o8", "land.supply-result", "gtj", "津宝(挂)2025-01号地块", Verdict::kExempt,
       ObligationSource::kLedger, "2025-01-06", "", "", 0},
      {"o9", "housing.allocation-result", "zjw", "", Verdict::kNoEvent, ObligationSource::kStanding, "", "",
       "", 0},
      {"o10", "bidding.candidates", "zjw", "", Verdict::kNoKnownUniverse, ObligationSource::kStanding, "", "",
       "", 0}};
  for (const Owed& row : rows) {
    model::Obligation owed;
    owed.id = row.id;
    owed.item = row.item;
    owed.unit = owed.shown_unit = row.unit;
    owed.subject = owed.subject_text = row.subject;
    owed.verdict = row.verdict;
    owed.source = row.source;
    owed.reason = base::Msg("the plan asks for it each year");
    if (row.source == ObligationSource::kChain) {
      owed.reason = base::Msg("the deal of {} implies a supply result", row.subject);
    }
    owed.event_date = base::Date::FromIso(row.event);
    owed.event_meaning = model::DateMeaning::kFormed;
    owed.due_on = base::Date::FromIso(row.due);
    owed.published_on = base::Date::FromIso(row.published);
    owed.days_over = row.over;
    owed.limit_rule = "default-20";
    sample->result.obligations.push_back(owed);
  }
  sample->result.obligations[1].notes = {
      base::Msg("candidate {}: another parcel number", "http://www.tjbd.example/zwgk/tdgy/t1.html")};
  sample->result.obligations[2].matched = {"d1"};
  model::Disclosure disclosure;
  disclosure.id = "d1";
  disclosure.url = "http://www.tjbd.example/zwgk/zfcg/202504/t20250410_3.html";
  sample->disclosures.push_back(disclosure);
}

model::Evidence PageEvidence(std::string_view url, std::string_view quote) {
  return {EvidenceType::kPage,  std::string(url),           "archive/00001.warc.gz", 20480,
          base::Sha256Hex(url), At("2025-07-01T01:12:09Z"), std::string(quote)};
}

model::Finding Base(std::string_view id, FindingKind kind, Severity severity, const model::Obligation& owed) {
  model::Finding finding;
  finding.id = id;
  finding.kind = kind;
  finding.severity = severity;
  finding.unit = owed.shown_unit;
  finding.item = owed.item;
  finding.project = owed.subject_text;
  finding.event_date = owed.event_date;
  finding.due = owed.due_on;
  finding.published = owed.published_on;
  finding.days_over = owed.days_over;
  finding.rule = {"default-20", "《中华人民共和国政府信息公开条例》第二十六条", true};
  finding.obligation = owed.id;
  return finding;
}

void AddFindings(Sample* sample) {
  const std::vector<model::Obligation>& owed = sample->result.obligations;
  model::Finding missing = Base("a1b2c3d4e5f60001", FindingKind::kMissing, Severity::kHigh, owed[1]);
  missing.reason = base::Msg("not found in {} lists walked to the end", 3);
  missing.details = {base::Msg("event {} + 20 working days = {}", "2025-04-18", "2025-05-21")};
  missing.evidence = {
      {EvidenceType::kListTrail, "http://www.tjbd.example/zwgk/tdgy/index.html", "", 0, "", {}, ""},
      {EvidenceType::kLedgerRow, "", "", 0, "", {}, "demo/ledger.csv:7: 津宝(挂)2025-03号地块"}};
  model::Finding late = Base("a1b2c3d4e5f60002", FindingKind::kLate, Severity::kMedium, owed[2]);
  late.url = sample->disclosures[0].url;
  late.title = "宝坻区人民医院CT采购项目中标公告";
  late.reason = base::Msg("published on {}, due {}: {} working days over", "2025-04-10", "2025-03-31", 7);
  late.details = {base::Msg("event {} + 20 working days = {}", "2025-03-03", "2025-03-31")};
  late.evidence = {PageEvidence(late.url, "发布日期：2025-04-10")};
  model::Finding incomplete = Base("a1b2c3d4e5f60003", FindingKind::kIncomplete, Severity::kLow, owed[4]);
  incomplete.url = "http://www.tjbd.example/zwgk/zb/t9.html";
  incomplete.title = "北环路改造工程中标候选人公示";
  incomplete.reason = base::Msg("elements not found: {}", "投标报价、工期");
  incomplete.evidence = {PageEvidence(incomplete.url, "中标候选人：天津某建设工程有限公司")};
  model::Finding undeterminable =
      Base("a1b2c3d4e5f60004", FindingKind::kUndeterminable, Severity::kMedium, owed[3]);
  undeterminable.needs_review = true;
  undeterminable.rule = {"contract-2", "《中华人民共和国政府采购法实施条例》第五十条", false};
  undeterminable.reason = base::Msg("{} could not be read ({})", "签订日期", "unknown_word");
  undeterminable.evidence = {PageEvidence("http://www.tjbd.example/zwgk/zfcg/t5.html", "")};
  model::Finding unverifiable = Base("a1b2c3d4e5f60005", FindingKind::kUnverifiable, Severity::kLow, owed[5]);
  unverifiable.reason =
      base::Msg("{} could not be read ({})", "http://www.tjbd.example/att/2025/1.rar", "timeout");
  unverifiable.evidence = {PageEvidence("http://www.tjbd.example/zwgk/bzf/index.html", "分配结果.rar")};
  sample->result.findings = {late, undeterminable, missing, incomplete, unverifiable};
  model::PageRecord page;
  page.id = 7;
  page.site = "portal";
  page.url = page.final_url = "http://www.tjbd.example/zwgk/tdgy/index.html";
  page.body_sha256 = base::Sha256Hex("list");
  page.fetched_at = At("2025-07-01T01:05:00Z");
  page.warc = {"archive/00001.warc.gz", 4096, 900};
  sample->pages.push_back(page);
}

void AddScores(Sample* sample) {
  model::UnitScore gtj;
  gtj.unit = "gtj";
  gtj.owed = 3;
  gtj.on_time = gtj.missing = gtj.exempt = 1;
  gtj.score = 61.5;
  gtj.areas = {{"land", 1, 30, 60, 15, 15, 16.5, 25}};
  model::UnitScore czj;
  czj.unit = "czj";
  czj.owed = 3;
  czj.late = czj.undeterminable = czj.pending = czj.to_review = 1;
  czj.score = 90.0 + 1.0 / 3;
  czj.areas = {{"procurement", 1, 60, 60, 15, 15, 15.333333333333334, 25}};
  model::UnitScore zjw;
  zjw.unit = "zjw";
  zjw.owed = 4;
  zjw.present = zjw.unverifiable = zjw.no_event = zjw.incomplete = 1;
  sample->result.units = {gtj, czj, zjw};
}

/// One finding a reviewer dismissed, one that was mended since the round before.
void AddClosed(Sample* sample) {
  const std::vector<model::Obligation>& owed = sample->result.obligations;
  model::ClosedFinding dismissed;
  dismissed.finding = Base("a1b2c3d4e5f60008", FindingKind::kLate, Severity::kMedium, owed[2]);
  dismissed.finding.ruling = model::Ruling::kDismissed;
  dismissed.finding.state = model::RoundState::kDismissed;
  dismissed.finding.reason =
      base::Msg("published on {}, due {}: {} working days over", "2025-04-11", "2025-04-10", 1);
  dismissed.finding.evidence = {PageEvidence("http://www.tjbd.example/zwgk/zfcg/t8.html", "")};
  dismissed.reason = base::Msg("{} by {} on {}: {} ({})", "dismissed", "王芳", "2025-07-02",
                               "系统故障，单位已书面说明", "№3");
  model::ClosedFinding fixed;
  fixed.finding = Base("a1b2c3d4e5f60009", FindingKind::kMissing, Severity::kHigh, owed[0]);
  fixed.finding.state = model::RoundState::kFixed;
  fixed.finding.reason = base::Msg("not found in {} lists walked to the end", 2);
  fixed.finding.evidence = dismissed.finding.evidence;
  fixed.reason = base::Msg("now in order: {}", "http://www.tjbd.example/zwgk/tdgy/t1.html");
  fixed.evidence = {PageEvidence("http://www.tjbd.example/zwgk/tdgy/t1.html", "供应计划")};
  sample->result.closed = {dismissed, fixed};
}

}  // namespace

std::string ReadSource(std::string_view path) {
  std::ifstream in(fmt::format("{}/{}", MINGCHA_SOURCE_DIR, path), std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

base::Catalogue ChineseCatalogue() {
  base::Catalogue catalogue;
  catalogue.Add(ReadSource("reports/messages.zh.tsv"));
  catalogue.Add(kSentences);
  return catalogue;
}

Sample MakeSample() {
  Sample sample;
  AddPlan(&sample.plan);
  AddRun(&sample);
  AddObligations(&sample);
  AddFindings(&sample);
  AddClosed(&sample);
  AddScores(&sample);
  sample.catalogue = ChineseCatalogue();
  return sample;
}

Sample MakeLargeSample(int count) {
  Sample sample = MakeSample();
  const std::vector<model::Finding> models = sample.result.findings;
  for (int i = 0; i < count; ++i) {
    model::Finding finding = models[static_cast<size_t>(i) % models.size()];
    finding.id = base::ShortId({"large", std::to_string(i)});
    finding.unit = sample.plan.units[static_cast<size_t>(i / 7) % sample.plan.units.size()].id;
    finding.project = fmt::format("宝坻区第{}号道路及配套管网改造工程（{}期）", i, i % 9 + 1);
    finding.title = finding.project + "有关情况的公告";
    finding.url = fmt::format("http://www.tjbd.example/zwgk/list{}/202504/t20250410_{}.html", i % 40, i);
    finding.evidence = {
        PageEvidence(finding.url, fmt::format("发布日期：2025-04-10 编号{}", i)),
        PageEvidence(fmt::format("http://www.tjbd.example/zwgk/list{}/index.html", i % 40), "")};
    sample.result.findings.push_back(finding);
  }
  return sample;
}

}  // namespace mingcha::reports
