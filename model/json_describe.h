#pragma once

#include <boost/describe.hpp>

#include "base/message.h"
#include "base/workday_calendar.h"
#include "model/attachment.h"
#include "model/disclosure.h"
#include "model/explanation.h"
#include "model/finding.h"
#include "model/history.h"
#include "model/json_added.h"
#include "model/page_facts.h"
#include "model/page_record.h"
#include "model/plan.h"
#include "model/run.h"

// Internal to the codec: the members of every record, by name. Include only from json.cc and its tests.

/// Lists all members of a record. The structured binding does not compile when one is forgotten, so a member
/// added to a header cannot silently stay out of the stored form.
#define MINGCHA_RECORD(T, ...)                \
  BOOST_DESCRIBE_STRUCT(T, (), (__VA_ARGS__)) \
  [[maybe_unused]] inline void ListsEveryMember(T& record) { [[maybe_unused]] auto& [__VA_ARGS__] = record; }

namespace mingcha::base {

MINGCHA_RECORD(Message, format, args)
MINGCHA_RECORD(CalendarSource, title, number, url)
MINGCHA_RECORD(CalendarYear, year, sources, off, work)
MINGCHA_RECORD(CalendarSpec, name, years)

}  // namespace mingcha::base

namespace mingcha::model {

MINGCHA_RECORD(Basis, text, verified)
MINGCHA_RECORD(ValidRange, from, to)
MINGCHA_RECORD(ConfigPlace, file, line)

MINGCHA_RECORD(Window, from, to)
MINGCHA_RECORD(LedgerRow, item, unit, subject, project_code, doc_number, event_date, event_meaning, place,
               note)
MINGCHA_RECORD(ExemptionRow, item, unit, subject, project_code, year, ground, approver, approved_on,
               review_on, place)
MINGCHA_RECORD(NoEventRow, item, unit, year, declared_by, declared_on, place)
MINGCHA_RECORD(ProjectRow, name, project_code, unit, place)
MINGCHA_RECORD(HitRule, kinds, points, cap, per_element)
MINGCHA_RECORD(GradeStep, name, points)
MINGCHA_RECORD(CreditStep, id, name, share)
MINGCHA_RECORD(Indicator, id, name, parent, points, method, formula, units, not_units, items, completeness,
               elements, timeliness, hits, grades, steps, scale, bonus, veto, when_empty, basis, place)
MINGCHA_RECORD(AggregateTerm, name, units, weight, rule)
MINGCHA_RECORD(Aggregate, id, name, terms, basis, place)
MINGCHA_RECORD(ScoreBand, name, from)
MINGCHA_RECORD(RankGroup, name, units)
MINGCHA_RECORD(Scoring, points, completeness, elements, timeliness, area_weights, indicators, bonus_cap,
               bonus_above, veto_score, pass_from, bands, rank_groups, aggregates)
MINGCHA_RECORD(EnteredScore, unit, indicator, value, grade, steps, judge, judged_on, note, evidence, place)
MINGCHA_RECORD(DrawSpec, id, kind, count, seed, units, per_unit, fixed, restricts, place)
MINGCHA_RECORD(DrawEntry, id, name, unit, position, order)
MINGCHA_RECORD(SampleDraw, id, kind, algorithm, seed, asked, per_unit, restricts, population,
               population_sha256, drawn)
MINGCHA_RECORD(ExtensionRow, item, unit, subject, project_code, until, ground, approver, approved_on, place)
MINGCHA_RECORD(ManualEvidenceRow, item, unit, subject, project_code, doc_number, published_on, url, carrier,
               file, saved_by, saved_on, place)
MINGCHA_RECORD(OverrideRow, finding, ruling, reason, by, on, days_over, unit, place)
MINGCHA_RECORD(ProjectJoinRow, split, name, project_code, other_name, other_project_code, reason, by, on,
               place)
MINGCHA_RECORD(Registers, ledger, exemptions, no_events, major_projects, extensions, manual, overrides,
               project_joins, scores)
MINGCHA_RECORD(ColumnRule, id, names, except, days, may_be_blank, basis, place)
MINGCHA_RECORD(CopyRule, id, items, basis, place)
MINGCHA_RECORD(Inspection, columns, allowed_hosts, division_codes, duplicate_length, duplicate_percent,
               migrated_percent, duplicates, foreign_links, page_tags, copies)
MINGCHA_ADDED(Inspection, "copies")
MINGCHA_RECORD(ForeignLink, url, text)
MINGCHA_RECORD(ReportRow, table, id, label, values)
MINGCHA_RECORD(PageAudit, foreign_links, site_code, site_codes_differ, footer_missing, index_faults, sketch,
               report_rows, report_year)
MINGCHA_RECORD(AssessmentSpec, id, title, district, window, as_of, plan_date, calendar, user_agent,
               portal_link_counts, page_budget, previous, ca_file, run_by, only_units, draws,
               due_soon_workdays)

MINGCHA_RECORD(Element, name, labels, patterns, from_law, required, basis, own_fact)
MINGCHA_ADDED(Element, "own_fact")
MINGCHA_RECORD(TitlePattern, re, grade)
MINGCHA_RECORD(ItemPatterns, title, title_none, title_unless, column, column_none, body, sections,
               table_headers, positive, negative)
MINGCHA_RECORD(Item, id, name, area, cadence, owed_by, decision, permit_matter, major_project_only, units,
               exempt_grounds, elements, patterns, stage, place)
MINGCHA_RECORD(Area, id, name, domain, open, lead, units, exempt_grounds, appendix_row, place)
MINGCHA_RECORD(Domain, id, name)
MINGCHA_RECORD(TitleContext, id, kind, patterns, except, except_items, positive, negative)

MINGCHA_RECORD(LimitRule, id, kind, items, decisions, events, proxies, days, unit, month, day, year_offset,
               units, after_item, is_default, basis, valid, place)
MINGCHA_RECORD(ChainLink, id, from_item, to_items, kind, backward, condition, event, latest_days, latest_unit,
               basis, place)
MINGCHA_RECORD(ExemptionGround, id, name, basis, place)

MINGCHA_RECORD(StageSpec, id, name, phase, after, meaning, basis, place)
MINGCHA_RECORD(StageCell, stage, state, note, day, day_meaning, published_on, due_on, obligations,
               disclosures, urls, findings)
MINGCHA_RECORD(OrderInversion, earlier, later, earlier_day, later_day, earlier_meaning, later_meaning,
               earlier_url, later_url, basis, needs_review, finding)
MINGCHA_RECORD(ProjectLifecycle, id, name, codes, units, major, cells, holes, inversions)

MINGCHA_RECORD(LabelSpec, field, labels)
MINGCHA_RECORD(DateLabelSpec, meaning, labels)
MINGCHA_RECORD(Lexicon, labels, date_labels, words, patterns)

MINGCHA_RECORD(UnitAlias, name, valid)
MINGCHA_RECORD(Unit, id, name, kind, aliases, classes, uscc, parent, successor, valid, scored, place)

MINGCHA_RECORD(Pace, delay_ms, concurrency, timeout_ms)
MINGCHA_RECORD(PathBudget, pattern, max_pages, max_depth)
MINGCHA_RECORD(SiteProfile, id, name, kind, unit, seeds, hosts, allow_paths, deny_paths, cms, pace, robots,
               robots_authorisation, allow_private_addresses, max_pages, max_depth, max_body_bytes,
               render_pages, path_budgets, hours, drop_parameters, fold_default_documents, fold_twins,
               address_verified, address_source, crawl, place)
MINGCHA_RECORD(PlaceRule, id, site, prefix, unit, items, valid, place)
MINGCHA_RECORD(Channel, id, name, sites, items, decisions, required, basis, place)
MINGCHA_RECORD(PagerRule, id, script, page, next, values, every, opens, first, pages, pages_until,
               pages_beyond, post, hidden_fields)
MINGCHA_RECORD(ListAnswer, id, urls, values, rows, title, link, date, link_form, markup, total, count, first,
               pages, post)
MINGCHA_RECORD(CmsProfile, id, name, sign_texts, sign_urls, detail_urls, list_urls, pagers, answers,
               entry_date_urls, attachment_dates, place)

MINGCHA_RECORD(Plan, assessment, document, domains, areas, items, title_contexts, units, unit_classes, sites,
               places, channels, cms, limits, chains, stages, grounds, twins, scoring, inspection, lexicon,
               registers, calendar, digest, files)

MINGCHA_RECORD(FetchTask, url, site, kind, depth, found_on, anchor, attempts, etag, last_modified, key, place,
               post, rows, fallback)
MINGCHA_RECORD(WarcRef, file, offset, length)
MINGCHA_RECORD(Redirect, status, from, to, warc)
MINGCHA_RECORD(TlsInfo, version, cipher, subject, issuer, fingerprint, not_after)
MINGCHA_RECORD(FetchTiming, name_ms, connect_ms, tls_ms, first_byte_ms)
MINGCHA_RECORD(PageLook, at, outcome, http_status, warc)
MINGCHA_RECORD(ImportInfo, kind, by, source, source_sha256)
MINGCHA_RECORD(PageRecord, id, site, url, final_url, redirects, kind, outcome, outcome_detail, http_status,
               content_type, last_modified, etag, remote_address, body_sha256, body_bytes, fetched_at,
               elapsed_ms, depth, found_on, anchor, warc, revisit, body_from, earlier_looks, http_version,
               tls, timing, imported)

MINGCHA_RECORD(AttachmentCell, text, copy)
MINGCHA_RECORD(AttachmentRow, number, cells)
MINGCHA_RECORD(AttachmentBlock, page, number, text, sheet, rows, confidence)
MINGCHA_RECORD(AttachmentPart, name, type, status, detail, blocks)
MINGCHA_RECORD(AttachmentContent, type, status, detail, parts)
MINGCHA_RECORD(AttachmentNote, url, name, type, status, detail, archived)
MINGCHA_RECORD(EvidenceSpan, quote, begin, end, place)
MINGCHA_RECORD(TextReading, value, source, grade, span)
MINGCHA_RECORD(DateReading, date, precision, meaning, source, grade, midnight, span)
MINGCHA_RECORD(Link, url, text, kind, post, fallback)
MINGCHA_RECORD(ListEntry, url, title, date)
MINGCHA_RECORD(ElementReading, element, value, span)
MINGCHA_RECORD(ItemMatch, item, grade, why)
MINGCHA_RECORD(PrivacyHit, kind, masked, salted_hash, span)
MINGCHA_RECORD(PageFacts, page_id, url, encoding, encoding_source, replaced_bytes, kind, note, title, issuer,
               index_number, doc_number, validity, source, topic, published, formed, dates, breadcrumb, items,
               title_context, elements, attachments, files, entries, next_pages, list_page, list_pages,
               list_rows, pager_unread, project_codes, cited_documents, privacy, missing_tags, doubts,
               text_length, text_hash, audit, scripted_list, unread_attachment)
MINGCHA_RECORD(Disclosure, id, page_id, url, row, site, item, grade, why, unit, unit_reason, unit_conflict,
               title, subject, names, subject_text, codes, doc_number, index_number, cited_documents, dates,
               elements, context, period_year, unread_attachment, source_file, body_sha256, text_hash)
MINGCHA_ADDED(Disclosure, "names")

MINGCHA_RECORD(Obligation, id, item, unit, shown_unit, source, subject, subject_text, project_code, period,
               reason, from, event_date, event_meaning, due_on, limit_rule, review_only, verdict, matched,
               published_on, days_over, day_unit, notes)
MINGCHA_RECORD(Evidence, type, url, warc_file, offset, sha256, fetched_at, quote)
MINGCHA_RECORD(RuleRef, id, source, verified)
MINGCHA_RECORD(Finding, id, kind, severity, unit, item, project, url, title, event_date, due, published,
               days_over, day_unit, rule, evidence, reason, details, needs_review, ruling, obligation, state)

MINGCHA_RECORD(ListTrail, site, url, name, pages, entries, to_end, stop_reason, pages_urls, announced,
               announced_rows)
MINGCHA_RECORD(CoverageGap, site, url, found_on, anchor, reason)
MINGCHA_RECORD(SiteCoverage, site, planned, fetched, denied, failed, dead, not_asked, unread, reached, robots,
               robots_authorisation, lists, gaps)
MINGCHA_RECORD(RunManifest, id, tool_version, config_digest, config_path, calendar, as_of, window,
               crawl_started, crawl_ended, complete, stop_reason, pages, disclosures, flags, previous)
MINGCHA_RECORD(Round, number, id, folder, manifest, config_digest, crawl_started, crawl_ended, complete,
               trails)
MINGCHA_RECORD(PageVersion, first_round, last_round, first_seen, last_seen, sha256, text_hash, etag,
               last_modified, content_type, title, published, validity, attachments, disclosures, warc)
MINGCHA_RECORD(Sighting, round, at, list_page, title, shown)
MINGCHA_RECORD(PageHistory, url, site, kind, presence, versions, gone_first, gone_last, gone_status,
               gone_warc, sightings)
MINGCHA_RECORD(ListLook, url, round, at, entries, newest, oldest, sha256, warc)
MINGCHA_RECORD(History, rounds, pages, lists)
MINGCHA_RECORD(UnitScore::AreaScore, area, weight, completeness, completeness_of, elements, elements_of,
               timeliness, timeliness_of)
MINGCHA_RECORD(ScoreDeduction, reason, obligation, findings, raw, points, source)
MINGCHA_RECORD(ScoreNode, id, parent, name, level, method, formula, leaf, applicable, provisional, why, full,
               scaled_full, reached, final_points, final_full, counted, satisfied, bonus, veto, deductions)
MINGCHA_RECORD(UnitScore, unit, owed, on_time, present, late, missing, pending, exempt, no_event,
               undeterminable, unverifiable, incomplete, to_review, score, not_scored, before_bonus, bonus,
               vetoed_by, provisional, band, passed, rank_group, rank, rank_ties, tree, areas)
MINGCHA_RECORD(AggregateScore::Term, name, weight, scaled_weight, value, members, not_scored)
MINGCHA_RECORD(AggregateScore, id, name, score, terms, rank)
MINGCHA_RECORD(DueItem, obligation, item, unit, subject, project_code, period, event_date, due, workdays_left,
               rule, review_only, reason)
MINGCHA_RECORD(UnitCoverage, unit, places, places_complete, lists, lists_to_end, pages_read, pages_not_read,
               judged, unverifiable, no_known_universe, holes)
MINGCHA_RECORD(CalendarStep, day, counted, number, why, notice)
MINGCHA_RECORD(ExplainLine, text, url, quote, depth)
MINGCHA_RECORD(ExplainSection, id, heading, lines, calendar)
MINGCHA_RECORD(Explanation, what, id, title, sections)
MINGCHA_RECORD(ClosedFinding, finding, reason, evidence)
MINGCHA_RECORD(CheckResult, obligations, findings, units, aggregates, projects, due_soon, unit_coverage,
               samples, closed)

/// Every record there is, for instantiation and for tests.
// Formatted by hand: clang-format's answer differs from run to run.
// clang-format off
#define MINGCHA_FOR_EACH_RECORD(X) \
  X(Basis) X(ValidRange) X(ConfigPlace) X(Window) X(LedgerRow) X(ExemptionRow) X(NoEventRow) \
  X(ProjectRow) X(Registers) X(Scoring) X(AssessmentSpec) X(Element) X(TitlePattern) \
  X(ItemPatterns) X(Item) X(Area) X(Domain) X(TitleContext) X(LimitRule) X(ChainLink) \
  X(ExemptionGround) X(LabelSpec) X(DateLabelSpec) X(Lexicon) X(UnitAlias) X(Unit) X(Pace) \
  X(PathBudget) X(SiteProfile) X(PlaceRule) X(Channel) X(PagerRule) X(ListAnswer) X(CmsProfile) X(Plan) \
  X(FetchTask) X(Redirect) \
  X(AttachmentCell) X(AttachmentRow) X(AttachmentBlock) X(AttachmentPart) X(AttachmentContent) \
  X(AttachmentNote) X(WarcRef) X(PageRecord) X(EvidenceSpan) X(TextReading) X(DateReading) X(Link) X(ListEntry) \
  X(ElementReading) X(ItemMatch) X(PrivacyHit) X(PageFacts) X(Disclosure) X(Obligation) \
  X(Evidence) X(RuleRef) X(Finding) X(ListTrail) X(CoverageGap) X(SiteCoverage) X(RunManifest) \
  X(UnitScore::AreaScore) X(UnitScore) X(CheckResult) X(HitRule) X(GradeStep) X(CreditStep) \
  X(Indicator) X(AggregateTerm) X(Aggregate) X(ScoreBand) X(RankGroup) X(EnteredScore) X(DrawSpec) \
  X(DrawEntry) X(SampleDraw) X(StageSpec) X(StageCell) X(OrderInversion) X(ProjectLifecycle) \
  X(ScoreDeduction) X(ScoreNode) X(AggregateScore::Term) X(AggregateScore) X(DueItem) X(UnitCoverage) \
  X(CalendarStep) X(ExplainLine) X(ExplainSection) X(Explanation) \
  X(ExtensionRow) X(ManualEvidenceRow) X(OverrideRow) X(ProjectJoinRow) X(ColumnRule) X(Inspection) \
  X(ForeignLink) X(ReportRow) X(PageAudit) X(ClosedFinding) \
  X(TlsInfo) X(FetchTiming) X(PageLook) \
  X(ImportInfo) X(Round) X(PageVersion) X(Sighting) X(PageHistory) X(ListLook) X(History)
// clang-format on

}  // namespace mingcha::model
