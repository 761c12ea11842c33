/* licencesctl simulate: what people do, and crashes while they do it. */
#include "simulate.h"

#include <string.h>

#include <apr_strings.h>

#include "service/admin.h"
#include "service/role.h"
#include "service/staff.h"

#define MOMENTS 40 /* an operation is cut within so many, which is beyond the end of some */
#define BULK    12

/* --- staff -------------------------------------------------------------------------------------- */

static lic_error_t *hire_or_return(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller);

/* Any id, now and then of somebody who isn't there */
static apr_int64_t anybody(lic_sim_t *sim, const lic_sim_account_t *account)
{
    return 1 + lic_sim_below(sim, (int)account->employees + (lic_sim_once_in(sim, 20) ? 3 : 0));
}

static lic_error_t *act(lic_sim_t *sim, const lic_sim_account_t *account, const lic_caller_t *caller, lic_act_t what,
                        int n)
{
    const int modules = what == LIC_ACT_ASSIGN || what == LIC_ACT_UNASSIGN;
    const char *module = modules ? lic_sim_product(sim, LIC_KIND_ADDON) : NULL;
    lic_act_report_t report;
    apr_int64_t ids[BULK];
    for (int i = 0; i < n; i++)
        ids[i] = anybody(sim, account);
    return lic_staff_act(&report, sim->from, caller, what, ids, n, module, sim->each);
}

static lic_error_t *leave(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    return act(sim, account, caller, LIC_ACT_DEACTIVATE, 1);
}

static lic_error_t *come_back(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    return act(sim, account, caller, LIC_ACT_ACTIVATE, 1);
}

static lic_error_t *assign(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    return act(sim, account, caller, LIC_ACT_ASSIGN, 1);
}

static lic_error_t *unassign(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    return act(sim, account, caller, LIC_ACT_UNASSIGN, 1);
}

static lic_error_t *protect(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    return act(sim, account, caller, lic_sim_once_in(sim, 3) ? LIC_ACT_UNPROTECT : LIC_ACT_PROTECT, 1);
}

/* Many at once, some perhaps named twice */
static lic_error_t *bulk(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    static const lic_act_t acts[] = {LIC_ACT_ACTIVATE, LIC_ACT_DEACTIVATE, LIC_ACT_ASSIGN,
                                     LIC_ACT_UNASSIGN, LIC_ACT_PROTECT,    LIC_ACT_UNPROTECT};
    return act(sim, account, caller, LIC_SIM_ONE_OF(sim, acts), 2 + lic_sim_below(sim, BULK - 2));
}

static lic_error_t *hire_or_return(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    static const char *const none[] = {NULL}, *const admin[] = {"admin", NULL}, *const viewer[] = {"viewer", NULL};
    static const char *const *const roles[] = {none, none, none, none, none, none, none, admin, viewer};
    lic_act_report_t report;
    if (account->employees > 3 * account->target)
        return come_back(sim, account, caller);
    const char *login = apr_psprintf(sim->each, "e%d", ++account->hirings);
    lic_employee_t person = {.login = login,
                             .name = apr_pstrcat(sim->each, "Person ", login, NULL),
                             .initials = "",
                             .email = apr_pstrcat(sim->each, login, "@", account->key, ".example", NULL),
                             .active = !lic_sim_once_in(sim, 10),
                             .service = lic_sim_once_in(sim, 25),
                             .roles = LIC_SIM_ONE_OF(sim, roles)};
    LIC_TRY(lic_staff_add(&report, sim->from, caller, &person, sim->each));
    if (person.id > account->employees)
        account->employees = person.id;
    return NULL;
}

/* --- support ------------------------------------------------------------------------------------ */

static lic_error_t *change_role(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    static const char *const roles[] = {"admin", "viewer", "helper"};
    static const lic_right_t rights[] = {LIC_RIGHT_MY_ACCOUNT, LIC_RIGHT_MY_ACCOUNT_VIEW, LIC_RIGHT_PARTNER,
                                         LIC_RIGHT_ROLES};
    const char *role = LIC_SIM_ONE_OF(sim, roles);
    const lic_right_t right = LIC_SIM_ONE_OF(sim, rights);
    (void)account;
    return lic_role_grant(NULL, sim->from, caller, role, right, !lic_sim_once_in(sim, 3), sim->each);
}

/* Somebody looks, and finds what is due done */
static lic_error_t *look(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    return lic_catch_up(sim->from, account->key, caller->now, sim->each);
}

static lic_error_t *close_account(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    if (!lic_sim_once_in(sim, 3))
        return look(sim, account, caller);
    return lic_admin_account_close(sim->from, caller, sim->each);
}

static lic_error_t *reopen_account(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller)
{
    (void)account;
    return lic_admin_account_reopen(sim->from, caller, sim->each);
}

/* --- all of them -------------------------------------------------------------------------------- */

typedef lic_error_t *lic_sim_fn(lic_sim_t *sim, lic_sim_account_t *account, const lic_caller_t *caller);

static const struct lic_sim_deed_t {
    const char *word;
    lic_sim_fn *run;
    int weight;
    int support; /* only support can; the others anybody tries */
} deeds[] = {{"hire", hire_or_return, 22, 0},
             {"leave", leave, 12, 0},
             {"come-back", come_back, 6, 0},
             {"assign", assign, 18, 0},
             {"unassign", unassign, 5, 0},
             {"protect", protect, 5, 0},
             {"bulk", bulk, 5, 0},
             {"buy", lic_sim_buy, 20, 0},
             {"scale-down", lic_sim_scale_down, 12, 0},
             {"keep", lic_sim_keep, 4, 0},
             {"nonsense", lic_sim_nonsense, 3, 0},
             {"switch", lic_sim_switch, 5, 1},
             {"role", change_role, 4, 1},
             {"close", close_account, 1, 1},
             {"reopen", reopen_account, 1, 1},
             {"look", look, 4, 1}};
enum { DEEDS = sizeof(deeds) / sizeof(deeds[0]), REOPEN = DEEDS - 2 };

int lic_sim_deeds(void)
{
    return DEEDS;
}

const char *lic_sim_deed(int index)
{
    return deeds[index].word;
}

static int choose(lic_sim_t *sim, const lic_sim_account_t *account)
{
    int sum = 0, i = 0;
    if (account->closed && !lic_sim_once_in(sim, 4))
        return REOPEN;
    for (int k = 0; k < DEEDS; k++)
        sum += deeds[k].weight;
    for (int at = lic_sim_below(sim, sum) - deeds[0].weight; at >= 0; at -= deeds[i].weight)
        i++;
    return i;
}

/* Mostly the day's time. At times the very edge of a period, and at times a clock that is months behind */
static apr_time_t instant(lic_sim_t *sim, const lic_sim_account_t *account)
{
    const apr_time_t edge = account->period_end_at - (lic_sim_once_in(sim, 2) ? APR_USEC_PER_SEC : 0);
    const apr_time_t back = apr_time_from_sec(1 + lic_sim_below(sim, 90 * 86400));
    if (edge >= sim->midnight && edge < sim->midnight + apr_time_from_sec(86400) && lic_sim_once_in(sim, 2))
        return edge;
    if (!lic_sim_once_in(sim, 20))
        return sim->now;
    sim->jumps_back++;
    return sim->now - back;
}

static lic_caller_t somebody(lic_sim_t *sim, const lic_sim_account_t *account, int support)
{
    lic_caller_t caller = {.account = account->key,
                           .user = "operator",
                           .trusted = 1,
                           .now = instant(sim, account),
                           .support = "support@example.com"};
    const int who = lic_sim_below(sim, 10);
    if (support || who < 6)
        return caller;
    caller.trusted = 0;
    caller.user = who < 9 ? "boss" : apr_psprintf(sim->each, "e%d", 1 + lic_sim_below(sim, account->hirings + 1));
    caller.need = LIC_RIGHT_MY_ACCOUNT;
    caller.path = "/simulated";
    return caller;
}

static void note(lic_sim_account_t *account, const char *word, const char *what)
{
    char *end = account->trace + strlen(account->trace);
    char *limit = account->trace + sizeof(account->trace);
    if (end + strlen(word) + strlen(what) + 4 < limit)
        apr_snprintf(end, (apr_size_t)(limit - end), "%s%s%s", end > account->trace ? ", " : "", word, what);
}

/* *crashed: the program died in the middle; whether that was before or after its COMMIT nobody was told */
static lic_error_t *run(int *crashed, lic_sim_t *sim, lic_sim_account_t *account, int deed)
{
    lic_sim_count_t *count = &sim->counts[deed];
    const lic_caller_t caller = somebody(sim, account, deeds[deed].support);
    sim->operations++;
    lic_error_t *err = deeds[deed].run(sim, account, &caller);
    const int struck = lic_fault_disarm(sim->fault);
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

lic_error_t *lic_sim_act(lic_sim_t *sim, lic_sim_account_t *account)
{
    const int deed = choose(sim, account);
    const int crash = lic_sim_once_in(sim, 5), moments = 1 + lic_sim_below(sim, MOMENTS);
    const int down = lic_sim_once_in(sim, 2), hirings = account->hirings;
    const apr_uint64_t chance = sim->random;
    int crashed;
    apr_pool_clear(sim->each);
    sim->at = account;
    if (crash)
        lic_fault_arm(sim->fault, moments, down);
    LIC_TRY(run(&crashed, sim, account, deed));
    if (!crashed || lic_sim_once_in(sim, 3))
        return NULL;
    sim->random = chance; /* who had no answer does the same again */
    account->hirings = hirings;
    return run(&crashed, sim, account, deed);
}
