/* http/resource/resources.c  THE table of paths, with the parameters that each understands. */
#include "http/resource/resources.h"

#include "core/event.h"
#include "core/invoice.h"
#include "http/request/body.h"

#define SEE    (LIC_RIGHT_MY_ACCOUNT_VIEW | LIC_RIGHT_PARTNER | LIC_RIGHT_PARTNER_CSV)
#define CHANGE (LIC_RIGHT_MY_ACCOUNT)
#define MANAGE (LIC_RIGHT_ROLES)
#define LOOK   (LIC_RIGHT_MY_ACCOUNT_VIEW | LIC_RIGHT_ROLES) /* whoever sees any page */
#define PAGE   (LIC_HTML | LIC_XML)
#define LIST   (LIC_HTML | LIC_XML | LIC_CSV)

/* In each list that has a CSV: the download button asks for the profile of spreadsheets. */
static const lic_word_t for_words[] = {{"spreadsheet", 1}, {NULL, 0}};
/* Rows of a page. */
static const lic_word_t page_rows[] = {{"50", 50}, {"200", 200}, {NULL, 0}};
static const lic_word_t switch_words[] = {{"1", 1}, {"0", 0}, {NULL, 0}};
#define FOR                                                                                                            \
    {                                                                                                                  \
        "for", LIC_FILTER_PROFILE, for_words                                                                           \
    }
#define AFTER                                                                                                          \
    {                                                                                                                  \
        "after", LIC_FILTER_NUMBER, NULL                                                                               \
    }
#define LIMIT                                                                                                          \
    {                                                                                                                  \
        "limit", LIC_FILTER_LIMIT, NULL                                                                                \
    }
#define ROWS                                                                                                           \
    {                                                                                                                  \
        "rows", LIC_FILTER_ROWS, page_rows                                                                             \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, LIC_FILTER_TEXT, NULL                                                                                    \
    }

/* The orders that lic_list_order knows: those that an index gives. */
static const lic_word_t assignment_orders[] = {{"name", 0},     {"-name", 1},   {"login", 2},    {"-login", 3},
                                               {"module", 4},   {"-module", 5}, {"assigned", 6}, {"-assigned", 7},
                                               {"deadline", 8}, {"id", 9},      {NULL, 0}};
static const lic_word_t employee_orders[] = {{"name", 0},   {"-name", 1}, {"login", 2},
                                             {"-login", 3}, {"id", 4},    {NULL, 0}};
static const lic_word_t employee_states[] = {{"active", 0},   {"inactive", 1}, {"marked", 2}, {"counted", 3},
                                             {"starting", 4}, {"leaving", 5},  {NULL, 0}};
static const lic_word_t assignment_states[] = {{"counted", 0}, {NULL, 0}};

/* Accepted because interface.md names it, but without effect: pages go on by `after`. */
#define PAGE_NUMBER                                                                                                    \
    {                                                                                                                  \
        "page", LIC_FILTER_NUMBER, NULL                                                                                \
    }

static const lic_filter_t of_overview[] = {{"done", LIC_FILTER_NOTICE, NULL}, FOR, END};
static const lic_filter_t of_invoices[] = {{"year", LIC_FILTER_NUMBER, NULL},
                                           {"kind", LIC_FILTER_WORD, lic_invoice_kind_words},
                                           {"q", LIC_FILTER_TEXT, NULL},
                                           AFTER,
                                           LIMIT,
                                           ROWS,
                                           FOR,
                                           END};
static const lic_filter_t of_log[] = {{"object", LIC_FILTER_TEXT, NULL},
                                      {"actor", LIC_FILTER_TEXT, NULL},
                                      {"action", LIC_FILTER_WORD, lic_event_words},
                                      {"from", LIC_FILTER_DATE, NULL},
                                      {"to", LIC_FILTER_DATE, NULL},
                                      AFTER,
                                      LIMIT,
                                      ROWS,
                                      PAGE_NUMBER,
                                      FOR,
                                      END};
static const lic_filter_t of_usage[] = {{"product", LIC_FILTER_KEY, NULL},
                                        {"from", LIC_FILTER_DATE, NULL},
                                        {"to", LIC_FILTER_DATE, NULL},
                                        AFTER,
                                        LIMIT,
                                        FOR,
                                        END};
static const lic_filter_t of_modules[] = {{"module", LIC_FILTER_KEY, NULL},
                                          {"q", LIC_FILTER_TEXT, NULL},
                                          {"status", LIC_FILTER_WORD, assignment_states},
                                          {"sort", LIC_FILTER_WORD, assignment_orders},
                                          AFTER,
                                          LIMIT,
                                          ROWS,
                                          {"done", LIC_FILTER_NOTICE, NULL},
                                          PAGE_NUMBER,
                                          FOR,
                                          END};
static const lic_word_t undo_words[] = {{"1", 1}, {NULL, 0}};
static const lic_filter_t of_product[] = {{"quantity", LIC_FILTER_TYPED, NULL},
                                          {"undo", LIC_FILTER_WORD, undo_words},
                                          {"done", LIC_FILTER_NOTICE, NULL},
                                          END};
static const lic_word_t plan_words[] = {{"buy", 1}, {NULL, 0}};
static const lic_filter_t of_plans[] = {{"from", LIC_FILTER_DATE, NULL},
                                        {"to", LIC_FILTER_DATE, NULL},
                                        {"kind", LIC_FILTER_WORD, plan_words},
                                        {"product", LIC_FILTER_TYPED, NULL},
                                        {"quantity", LIC_FILTER_TYPED, NULL},
                                        {"date", LIC_FILTER_TYPED, NULL},
                                        AFTER,
                                        LIMIT,
                                        ROWS,
                                        {"done", LIC_FILTER_NOTICE, NULL},
                                        FOR,
                                        END};
static const lic_filter_t of_put[] = {{"dry-run", LIC_FILTER_WORD, switch_words}, END};
static const lic_filter_t of_employees_put[] = {
    {"dry-run", LIC_FILTER_WORD, switch_words}, {"max-absent", LIC_FILTER_NUMBER, NULL}, END};
static const lic_filter_t of_modules_put[] = {{"dry-run", LIC_FILTER_WORD, switch_words},
                                              {"max-absent", LIC_FILTER_NUMBER, NULL},
                                              {"module", LIC_FILTER_KEY, NULL},
                                              END};
static const lic_filter_t of_done[] = {{"done", LIC_FILTER_NOTICE, NULL}, END};
const lic_filter_t lic_filters_of_employees[] = {{"q", LIC_FILTER_TEXT, NULL},
                                                 {"status", LIC_FILTER_WORD, employee_states},
                                                 {"sort", LIC_FILTER_WORD, employee_orders},
                                                 AFTER,
                                                 LIMIT,
                                                 ROWS,
                                                 {"done", LIC_FILTER_NOTICE, NULL},
                                                 PAGE_NUMBER,
                                                 FOR,
                                                 END};

static const lic_filter_t of_employee[] = {AFTER, LIMIT, {"done", LIC_FILTER_NOTICE, NULL}, END};
static const lic_word_t example_words[] = {{"product", 0}, {"employees", 1}, {"modules", 2}, {NULL, 0}};
static const lic_filter_t of_partners[] = {{"example", LIC_FILTER_WORD, example_words}, END};
static const lic_filter_t of_bulk[] = {{"done", LIC_FILTER_NOTICE, NULL}, AFTER, LIMIT, END};

/* clang-format off */
const lic_resource_t lic_resources[] = {
    {.name = "overview", .personal = 1, .path = "/", .read = SEE, .forms = LIST,
     .document = &lic_document_overview, .filters = of_overview, .get = lic_overview_get},
    {.name = "overview", .personal = 1, .path = "/overview", .read = SEE, .forms = LIST,
     .document = &lic_document_overview, .filters = of_overview, .get = lic_overview_get},
    {.name = "product", .personal = 1, .path = "/products/{key}", .read = SEE, .write = CHANGE, .forms = PAGE,
     .document = &lic_document_product, .filters = of_product, .get = lic_product_get, .post = lic_product_post,
     .confirm_field = "confirm", .put = lic_product_put, .put_filters = of_put, .most = LIC_BODY_SMALL},
    {.name = "missing", .path = "/missing", .read = CHANGE, .write = CHANGE, .forms = LIC_HTML,
     .document = &lic_document_missing, .get = lic_missing_get, .post = lic_missing_post, .many = "buy"},
    {.name = "modules", .personal = 1, .path = "/modules", .read = SEE, .write = CHANGE, .forms = LIST,
     .document = &lic_document_assignments, .filters = of_modules, .put = lic_modules_put,
     .put_filters = of_modules_put, .most = LIC_BODY_LARGE},
    {.name = "employees", .personal = 1, .path = "/employees", .read = SEE, .write = CHANGE, .forms = LIST,
     .document = &lic_document_employees, .filters = lic_filters_of_employees, .post = lic_employees_post, .many = "role",
     .put = lic_employees_put, .put_filters = of_employees_put, .most = LIC_BODY_LARGE},
    {.name = "employee-new", .personal = 1, .path = "/employees/new", .read = CHANGE, .write = CHANGE, .forms = LIC_HTML,
     .document = &lic_document_employee_new, .get = lic_employee_new_get},
    {.name = "bulk", .personal = 1, .path = "/employees/bulk", .read = SEE, .write = CHANGE, .forms = PAGE,
     .document = &lic_document_event, .filters = of_bulk, .get = lic_bulk_get, .post = lic_bulk_post, .many = "ids"},
    {.name = "employee", .personal = 1, .path = "/employees/{id}", .read = SEE, .write = CHANGE, .forms = PAGE,
     .document = &lic_document_employee, .filters = of_employee, .get = lic_employee_get, .post = lic_employee_post},
    {.name = "roles", .personal = 1, .path = "/roles", .read = SEE | MANAGE, .write = MANAGE, .forms = PAGE,
     .document = &lic_document_roles, .filters = of_done, .post = lic_roles_post},
    {.name = "invoices", .path = "/invoices", .read = SEE, .forms = LIST,
     .document = &lic_document_invoices, .filters = of_invoices},
    {.name = "invoice", .path = "/invoices/{number}", .read = SEE, .forms = PAGE,
     .document = &lic_document_invoice},
    {.name = "ubl", .path = "/invoices/{number}/ubl", .read = SEE, .forms = LIC_XML, .by_sheet = 1,
     .document = &lic_document_ubl},
    {.name = "plans", .personal = 1, .path = "/plans", .read = SEE, .write = CHANGE, .forms = LIST,
     .document = &lic_document_plans, .filters = of_plans, .get = lic_plans_get, .post = lic_plans_post,
     .confirm_field = "confirm"},
    {.name = "usage", .path = "/usage", .read = SEE, .forms = LIST,
     .document = &lic_document_usage, .filters = of_usage},
    {.name = "log", .personal = 1, .path = "/log", .read = SEE, .forms = LIST,
     .document = &lic_document_log, .filters = of_log, .also = lic_log_also, .get = lic_log_get},
    {.name = "account", .path = "/account", .read = SEE, .write = CHANGE, .forms = PAGE,
     .document = &lic_document_account, .filters = of_done, .post = lic_account_post, .lines = "address"},
    {.name = "language", .path = "/language", .read = LOOK, .write = LOOK, .forms = LIC_HTML,
     .document = &lic_document_language, .post = lic_language_post},
    {.name = "help", .path = "/help", .read = LOOK, .forms = LIC_HTML,
     .document = &lic_document_help},
    {.name = "help-partners", .path = "/help/partners", .read = SEE, .write = CHANGE, .forms = LIC_HTML,
     .document = &lic_document_partners, .filters = of_partners, .get = lic_partners_get, .post = lic_partners_post,
     .lines = "body"},
    {.name = "doc", .path = "/doc", .elsewhere = "/doc/index.html", .forms = LIC_HTML},
    {.name = "doc", .path = "/doc/{page}", .read = LOOK, .forms = LIC_HTML, .file = lic_doc_file},
    {.name = "schema", .path = "/schema/licences.xsd", .forms = LIC_XML, .file = lic_schema_file},
    {.name = "schema", .path = "/schema/problem.xsd", .forms = LIC_XML, .file = lic_schema_file},
    {.name = "asset", .path = "/assets/{name}", .forms = LIC_HTML, .file = lic_assets_file},
    {.path = NULL},
};
/* clang-format on */
