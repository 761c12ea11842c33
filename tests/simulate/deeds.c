/* deeds.c  What people do in a simulation, and crashes while they do it. */
#include "simulate.h"

#include <string.h>

#include <apr_strings.h>

#include "service/admin.h"
#include "service/catch_up.h"
#include "service/role.h"
#include "service/employee.h"
#include "service/employee_new.h"

#define MOMENTS 40 /* an operation is cut at one of its first so many moments; one that has fewer may go uncut */
#define BULK    12

/* --- staff -------------------------------------------------------------------------------------- */

static lic_error_t *hire_or_return(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);

/* Any id, now and then of somebody who isn't there */
static apr_int64_t anybody(sim_t *sim, const sim_account_t *account)
{
    return 1 + sim_below(sim, (int)account->employees + (sim_once_in(sim, 20) ? 3 : 0));
}

static lic_error_t *act(sim_t *sim, const sim_account_t *account, const lic_caller_t *caller, lic_act_t what, int n)
{
    const int modules = what == LIC_ACT_ASSIGN || what == LIC_ACT_UNASSIGN;
    const char *module = modules ? sim_product(sim, LIC_KIND_ADDON) : NULL;
    lic_act_report_t report;
    apr_int64_t ids[BULK];
    for (int i = 0; i < n; i++)
        ids[i] = anybody(sim, account);
    return lic_employee_act(&report, sim->from, caller, what, ids, n, module, sim->each);
}

static lic_error_t *leave(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    return act(sim, account, caller, LIC_ACT_DEACTIVATE, 1);
}

static lic_error_t *come_back(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    return act(sim, account, caller, LIC_ACT_ACTIVATE, 1);
}

static lic_error_t *assign(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    return act(sim, account, caller, LIC_ACT_ASSIGN, 1);
}

static lic_error_t *unassign(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    return act(sim, account, caller, LIC_ACT_UNASSIGN, 1);
}

static lic_error_t *protect(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    return act(sim, account, caller, sim_once_in(sim, 3) ? LIC_ACT_UNPROTECT : LIC_ACT_PROTECT, 1);
}

/* Many employees at once; the same one may be named twice */
static lic_error_t *bulk(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    static const lic_act_t acts[] = {LIC_ACT_ACTIVATE, LIC_ACT_DEACTIVATE, LIC_ACT_ASSIGN,
                                     LIC_ACT_UNASSIGN, LIC_ACT_PROTECT,    LIC_ACT_UNPROTECT};
    return act(sim, account, caller, SIM_ONE_OF(sim, acts), 2 + sim_below(sim, BULK - 2));
}

static lic_error_t *hire_or_return(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    static const char *const none[] = {NULL}, *const admin[] = {"admin", NULL}, *const viewer[] = {"viewer", NULL};
    static const char *const *const roles[] = {none, none, none, none, none, none, none, admin, viewer};
    lic_act_report_t report;
    if (account->employees > 3 * account->target)
        return come_back(sim, account, caller);
    const char *login = apr_psprintf(sim->each, "e%d-%s", ++account->hirings, account->key);
    lic_employee_t employee = {.login = login,
                               .name = apr_pstrcat(sim->each, "Person ", login, NULL),
                               .initials = "",
                               .email = apr_pstrcat(sim->each, login, "@", account->key, ".example", NULL),
                               .active = !sim_once_in(sim, 10),
                               .service = sim_once_in(sim, 25),
                               .roles = SIM_ONE_OF(sim, roles)};
    LIC_TRY(lic_employee_add(&report, sim->from, caller, &employee, sim->each));
    if (employee.id > account->employees)
        account->employees = employee.id;
    return NULL;
}

/* --- support ------------------------------------------------------------------------------------ */

static lic_error_t *change_role(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    static const char *const roles[] = {"admin", "viewer", "helper"};
    static const lic_right_t rights[] = {LIC_RIGHT_MY_ACCOUNT, LIC_RIGHT_MY_ACCOUNT_VIEW, LIC_RIGHT_PARTNER,
                                         LIC_RIGHT_ROLES};
    const char *role = SIM_ONE_OF(sim, roles);
    const lic_right_t right = SIM_ONE_OF(sim, rights);
    (void)account;
    return lic_role_grant(NULL, sim->from, caller, role, right, !sim_once_in(sim, 3), sim->each);
}

/* Somebody looks, and finds what is due done */
static lic_error_t *look(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    return lic_catch_up(NULL, sim->from, account->key, caller->now, NULL, sim->each);
}

static lic_error_t *close_account(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    if (!sim_once_in(sim, 3))
        return look(sim, account, caller);
    return lic_admin_account_close(sim->from, caller, sim->each);
}

static lic_error_t *reopen_account(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    (void)account;
    return lic_admin_account_reopen(sim->from, caller, sim->each);
}

/* --- all of them -------------------------------------------------------------------------------- */

typedef lic_error_t *sim_fn(sim_t *sim, sim_account_t *account, const lic_caller_t *caller);

static const struct sim_deed_t {
    const char *word;
    sim_fn *run;
    int weight;
    int support; /* only support can; the others anybody tries */
} deeds[] = {{"hire", hire_or_return, 22, 0},
             {"leave", leave, 12, 0},
             {"come-back", come_back, 6, 0},
             {"assign", assign, 18, 0},
             {"unassign", unassign, 5, 0},
             {"protect", protect, 5, 0},
             {"bulk", bulk, 5, 0},
             {"buy", sim_buy, 20, 0},
             {"scale-down", sim_scale_down, 12, 0},
             {"keep", sim_keep, 4, 0},
             {"undo", sim_undo, 8, 0},
             {"plan", sim_plan, 24, 0},
             {"plan-buy", sim_plan_buy, 5, 0},
             {"cancel", sim_cancel, 4, 0},
             {"policy", sim_policy, 6, 0},
             {"nonsense", sim_nonsense, 3, 0},
             {"switch", sim_switch, 5, 1},
             {"role", change_role, 4, 1},
             {"close", close_account, 1, 1},
             {"reopen", reopen_account, 1, 1},
             {"look", look, 4, 1}};
enum { DEEDS = sizeof(deeds) / sizeof(deeds[0]), REOPEN = DEEDS - 2 };

int sim_deeds(void)
{
    return DEEDS;
}

const char *sim_deed(int index)
{
    return deeds[index].word;
}

static int choose(sim_t *sim, const sim_account_t *account)
{
    int sum = 0, i = 0;
    if (account->closed && !sim_once_in(sim, 4))
        return REOPEN;
    for (int k = 0; k < DEEDS; k++)
        sum += deeds[k].weight;
    for (int at = sim_below(sim, sum) - deeds[0].weight; at >= 0; at -= deeds[i].weight)
        i++;
    return i;
}

/* Mostly the day's time. At times the very edge of a period, and at times a clock that is months behind */
static apr_time_t instant(sim_t *sim, const sim_account_t *account)
{
    const apr_time_t edge = account->period_end_at - (sim_once_in(sim, 2) ? APR_USEC_PER_SEC : 0);
    const apr_time_t back = apr_time_from_sec(1 + sim_below(sim, 90 * 86400));
    if (edge >= sim->midnight && edge < sim->midnight + apr_time_from_sec(86400) && sim_once_in(sim, 2))
        return edge;
    if (!sim_once_in(sim, 20))
        return sim->now;
    sim->jumps_back++;
    return sim->now - back;
}

static lic_caller_t somebody(sim_t *sim, const sim_account_t *account, int support)
{
    lic_caller_t caller = {.account = account->key,
                           .user = "operator",
                           .trusted = 1,
                           .now = instant(sim, account),
                           .support = "support@example.com"};
    const int who = sim_below(sim, 10);
    if (support || who < 6)
        return caller;
    caller.trusted = 0;
    caller.user = who < 9 ? "boss" : apr_psprintf(sim->each, "e%d", 1 + sim_below(sim, account->hirings + 1));
    caller.need = LIC_RIGHT_MY_ACCOUNT;
    caller.path = "/simulated";
    return caller;
}

static void note(sim_account_t *account, const char *word, const char *what)
{
    char *end = account->trace + strlen(account->trace);
    char *limit = account->trace + sizeof(account->trace);
    if (end + strlen(word) + strlen(what) + 4 < limit)
        apr_snprintf(end, (apr_size_t)(limit - end), "%s%s%s", end > account->trace ? ", " : "", word, what);
}

/* *crashed: the operation was cut, and nobody knows whether it was committed before */
static lic_error_t *run(int *crashed, sim_t *sim, sim_account_t *account, int deed)
{
    sim_count_t *count = &sim->counts[deed];
    const lic_caller_t caller = somebody(sim, account, deeds[deed].support);
    sim->operations++;
    lic_error_t *err = deeds[deed].run(sim, account, &caller);
    const int struck = fault_disarm();
    *crashed = err && err->code == LIC_UNAVAILABLE && struck;
    count->done += !err;
    count->crashed += *crashed;
    sim->survived += struck && !err;
    note(account, deeds[deed].word, err ? (*crashed ? " (crashed)" : " (refused)") : "");
    if (!err || *crashed)
        return NULL;
    if (err->code == LIC_BUG || err->code == LIC_UNAVAILABLE)
        return lic_error_wrap(err, sim->pool, "seed %" APR_UINT64_T_FMT ", day %d: %s: %s", sim->seed, sim->day,
                              account->key, deeds[deed].word);
    count->refused++;
    return NULL;
}

lic_error_t *sim_act(sim_t *sim, sim_account_t *account)
{
    const int deed = choose(sim, account);
    const int crash = sim_once_in(sim, 5), moments = 1 + sim_below(sim, MOMENTS);
    const int down = sim_once_in(sim, 2), hirings = account->hirings;
    const apr_uint64_t chance = sim->random;
    int crashed;
    apr_pool_clear(sim->each);
    sim->at = account;
    if (crash)
        fault_arm(down ? FAULT_DOWN : FAULT_CUT, moments);
    LIC_TRY(run(&crashed, sim, account, deed));
    if (!crashed || sim_once_in(sim, 3))
        return NULL;
    sim->random = chance; /* who had no answer does the same again */
    account->hirings = hirings;
    return run(&crashed, sim, account, deed);
}
