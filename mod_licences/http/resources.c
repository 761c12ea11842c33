#include "resources.h"

#include "core/event.h"
#include "body.h"
#include "res.h"

#define SEE    (LIC_RIGHT_MY_ACCOUNT_VIEW | LIC_RIGHT_PARTNER)
#define CHANGE (LIC_RIGHT_MY_ACCOUNT)
#define MANAGE (LIC_RIGHT_ROLES)
#define PAGE   (LIC_HTML | LIC_XML)
#define LIST   (LIC_HTML | LIC_XML | LIC_CSV)

/* lic_for_words stands in each list that has a CSV: the profile of the download button */
#define FOR                                                                                                            \
    {                                                                                                                  \
        "for", LIC_FILTER_WORD, lic_for_words                                                                          \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, LIC_FILTER_TEXT, NULL                                                                                    \
    }

/* as lic_list_order reads them: only those that an index gives */
static const lic_word_t assignment_orders[] = {{"name", 0},     {"-name", 1},   {"login", 2},    {"-login", 3},
                                               {"module", 4},   {"-module", 5}, {"assigned", 6}, {"-assigned", 7},
                                               {"deadline", 8}, {"id", 9},      {NULL, 0}};
static const lic_word_t employee_orders[] = {{"name", 0},   {"-name", 1}, {"login", 2},
                                             {"-login", 3}, {"id", 4},    {NULL, 0}};
static const lic_word_t employee_states[] = {{"active", 0}, {"inactive", 1}, {"marked", 2}, {NULL, 0}};

static const lic_filter_t of_overview[] = {{"done", LIC_FILTER_NUMBER, NULL}, FOR, END};
static const lic_filter_t of_invoices[] = {{"after", LIC_FILTER_NUMBER, NULL}, FOR, END};
static const lic_filter_t of_log[] = {{"actor", LIC_FILTER_TEXT, NULL},
                                      {"action", LIC_FILTER_WORD, lic_event_words},
                                      {"from", LIC_FILTER_DATE, NULL},
                                      {"to", LIC_FILTER_DATE, NULL},
                                      {"after", LIC_FILTER_NUMBER, NULL},
                                      FOR,
                                      END};
static const lic_filter_t of_usage[] = {{"product", LIC_FILTER_KEY, NULL},
                                        {"from", LIC_FILTER_DATE, NULL},
                                        {"to", LIC_FILTER_DATE, NULL},
                                        {"after", LIC_FILTER_NUMBER, NULL},
                                        FOR,
                                        END};
static const lic_filter_t of_modules[] = {{"module", LIC_FILTER_KEY, NULL},
                                          {"q", LIC_FILTER_TEXT, NULL},
                                          {"sort", LIC_FILTER_WORD, assignment_orders},
                                          {"after", LIC_FILTER_NUMBER, NULL},
                                          {"done", LIC_FILTER_NUMBER, NULL},
                                          FOR,
                                          END};
static const lic_filter_t of_done[] = {{"done", LIC_FILTER_NUMBER, NULL}, END};
static const lic_filter_t of_employees[] = {{"q", LIC_FILTER_TEXT, NULL},
                                            {"status", LIC_FILTER_WORD, employee_states},
                                            {"sort", LIC_FILTER_WORD, employee_orders},
                                            {"after", LIC_FILTER_NUMBER, NULL},
                                            {"done", LIC_FILTER_NUMBER, NULL},
                                            FOR,
                                            END};

static const lic_filter_t of_employee[] = {{"after", LIC_FILTER_NUMBER, NULL}, {"done", LIC_FILTER_NUMBER, NULL}, END};
static const lic_filter_t of_bulk[] = {{"done", LIC_FILTER_NUMBER, NULL}, {"after", LIC_FILTER_NUMBER, NULL}, END};

/* clang-format off */
const lic_resource_t lic_resources[] = {
    {.name = "overview", .path = "/", .read = SEE, .forms = LIST,
     .document = &lic_document_overview, .filters = of_overview, .get = lic_overview_get},
    {.name = "overview", .path = "/overview", .read = SEE, .forms = LIST,
     .document = &lic_document_overview, .filters = of_overview, .get = lic_overview_get},
    {.name = "product", .path = "/products/{key}", .read = SEE, .write = CHANGE, .forms = PAGE,
     .document = &lic_document_product, .filters = of_done, .get = lic_product_get, .post = lic_product_post, .proof = "confirm",
     .put = lic_product_put, .most = LIC_BODY_SMALL},
    {.name = "modules", .path = "/modules", .read = SEE, .forms = LIST,
     .document = &lic_document_assignments, .filters = of_modules},
    {.name = "employees", .path = "/employees", .read = SEE, .write = CHANGE, .forms = LIST,
     .document = &lic_document_employees, .filters = of_employees, .post = lic_employees_post, .many = "role",
     .put = lic_employees_put, .most = LIC_BODY_LARGE},
    {.name = "newcomer", .path = "/employees/new", .read = CHANGE, .write = CHANGE, .forms = LIC_HTML,
     .document = &lic_document_newcomer, .get = lic_newcomer_get},
    {.name = "bulk", .path = "/employees/bulk", .read = SEE, .write = CHANGE, .forms = PAGE,
     .document = &lic_document_event, .filters = of_bulk, .get = lic_bulk_get, .post = lic_bulk_post, .many = "ids"},
    {.name = "employee", .path = "/employees/{id}", .read = SEE, .write = CHANGE, .forms = PAGE,
     .document = &lic_document_employee, .filters = of_employee, .get = lic_employee_get, .post = lic_employee_post},
    {.name = "roles", .path = "/roles", .read = SEE | MANAGE, .write = MANAGE, .forms = PAGE,
     .document = &lic_document_roles, .filters = of_done, .post = lic_roles_post},
    {.name = "invoices", .path = "/invoices", .read = SEE, .forms = LIST,
     .document = &lic_document_invoices, .filters = of_invoices},
    {.name = "invoice", .path = "/invoices/{number}", .read = SEE, .forms = PAGE,
     .document = &lic_document_invoice},
    {.name = "usage", .path = "/usage", .read = SEE, .forms = LIST,
     .document = &lic_document_usage, .filters = of_usage},
    {.name = "log", .path = "/log", .read = SEE, .forms = LIST,
     .document = &lic_document_log, .filters = of_log, .get = lic_log_get},
    {.name = "schema", .path = "/schema/licences.xsd", .forms = LIC_XML, .file = lic_schema_file},
    {.name = "schema", .path = "/schema/problem.xsd", .forms = LIC_XML, .file = lic_schema_file},
    {.name = "asset", .path = "/assets/{name}", .forms = LIC_HTML, .file = lic_assets_file},
    {.path = NULL},
};
/* clang-format on */
