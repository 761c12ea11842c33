/* ctl/completion.c  licencesctl completion: what the last word of a line may be, by the table of commands. */
#include "ctl.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/rights.h"

/* Where the shell is to look for files; no word begins so */
#define FILES "/"

typedef struct lic_completion_t {
    const lic_command_t *command; /* NULL: it isn't complete yet */
    const char *args[2];          /* its first words */
    int nargs;                    /* words that are no options */
    const lic_option_t *option;   /* whose value comes next; NULL: none */
    const char *begun;            /* the last word, as far as it has come */
    apr_pool_t *pool;
} lic_completion_t;

static void offer(const lic_completion_t *c, const char *word)
{
    if (!strncmp(word, c->begun, strlen(c->begun)))
        puts(word);
}

/* "csv|xml", "N|default", "FILE.csv": what is in capitals stands for something, the rest is itself */
static void offer_words(const lic_completion_t *c, const char *alternatives)
{
    char *rest, *copy = apr_pstrdup(c->pool, alternatives);
    for (char *word = apr_strtok(copy, "|[]", &rest); word; word = apr_strtok(NULL, "|[]", &rest)) {
        if (!strncmp(word, "FILE", 4) || !strcmp(word, "DIRECTORY"))
            puts(FILES);
        else if (!strcmp(word, "RIGHT"))
            for (const lic_word_t *right = lic_right_words; right->word; right++)
                offer(c, right->word);
        else if (!apr_isupper(*word))
            offer(c, word);
    }
}

static void offer_options(const lic_completion_t *c, const lic_option_t *options)
{
    for (; options->name; options++)
        offer(c, apr_pstrcat(c->pool, "--", options->name, NULL));
}

/* The first word, or where that is there the second */
static void offer_commands(const lic_completion_t *c)
{
    const char *last = "";
    for (const lic_command_t *command = lic_commands; command->name; command++) {
        const char *blank = strchr(command->name, ' ');
        const char *first =
            blank ? apr_pstrmemdup(c->pool, command->name, (apr_size_t)(blank - command->name)) : command->name;
        if (c->nargs == 1 && blank && !strcmp(first, c->args[0]))
            offer(c, blank + 1);
        else if (!c->nargs && strcmp(first, last) != 0)
            offer(c, first);
        last = first;
    }
    if (!c->nargs)
        offer(c, "help");
}

static void offer_argument(const lic_completion_t *c)
{
    int place = c->nargs - (strchr(c->command->name, ' ') ? 2 : 1);
    char *rest, *copy = apr_pstrdup(c->pool, c->command->args);
    char *token = apr_strtok(copy, " ", &rest);
    while (token && place-- > 0)
        token = apr_strtok(NULL, " ", &rest);
    if (token)
        offer_words(c, token);
}

static void find_command(lic_completion_t *c)
{
    const char *name = c->nargs == 1 ? c->args[0] : apr_pstrcat(c->pool, c->args[0], " ", c->args[1], NULL);
    for (const lic_command_t *command = lic_commands; command->name; command++)
        if (!strcmp(command->name, name))
            c->command = command; /* "archive read" after "archive" */
}

static const lic_option_t *find_option(const lic_option_t *options, const char *name)
{
    for (; options->name; options++)
        if (!strcmp(options->name, name))
            return options;
    return NULL;
}

static void take_option(lic_completion_t *c, const char *name)
{
    c->option = find_option(lic_global_options, name);
    if (!c->option && c->command)
        c->option = find_option(c->command->options, name);
    if (c->option && !c->option->value)
        c->option = NULL;
}

/* A word that stands before the last; the shell takes --format=csv for three */
static void take_word(lic_completion_t *c, const char *word)
{
    if (!strcmp(word, "=") || (!c->nargs && !strcmp(word, "help")))
        return;
    if (c->option) {
        c->option = NULL;
    } else if (!strncmp(word, "--", 2)) {
        take_option(c, word + 2);
    } else {
        if (c->nargs < 2)
            c->args[c->nargs] = word;
        if (++c->nargs <= 2)
            find_command(c);
    }
}

lic_error_t *lic_cmd_completion(lic_invocation_t *invocation)
{
    lic_completion_t c = {.begun = "", .pool = invocation->pool};
    for (int i = 0; i < invocation->nargs - 1; i++)
        take_word(&c, invocation->args[i]);
    if (invocation->nargs && strcmp(invocation->args[invocation->nargs - 1], "=") != 0)
        c.begun = invocation->args[invocation->nargs - 1];
    if (c.option) {
        offer_words(&c, c.option->value);
    } else if (*c.begun == '-') {
        offer_options(&c, lic_global_options);
        if (c.command)
            offer_options(&c, c.command->options);
    } else {
        offer_commands(&c);
        if (c.command)
            offer_argument(&c);
    }
    return NULL;
}
