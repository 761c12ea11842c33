/* test_ring.c  The shared cache: what is found is what was put, and whatever else is in the memory isn't found. */
#include "vectors.h"

#include <apr_general.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/ring.h"

#define SIZE    (256 * 1024)
#define LONGEST 9000

typedef struct scene_t {
    char *memory;
    lic_ring_t *ring;
    apr_pool_t *p;
} scene_t;

static scene_t make(void)
{
    scene_t scene;
    apr_pool_create(&scene.p, NULL);
    scene.memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(scene.memory != MAP_FAILED);
    scene.ring = lic_ring_make(scene.memory, SIZE, scene.p);
    return scene;
}

static void end(scene_t *scene)
{
    munmap(scene->memory, SIZE);
    apr_pool_destroy(scene->p);
}

/* As a digest would be: different bytes for each number */
static void key_of(unsigned char key[LIC_RING_KEY], unsigned number)
{
    apr_uint64_t word = number;
    for (int i = 0; i < LIC_RING_KEY; i += 8) {
        word = (word + 1) * 0x9E3779B97F4A7C15u;
        word ^= word >> 31;
        memcpy(key + i, &word, 8);
    }
}

/* The value of a number: its length and bytes follow from it, so that a mixture of two is recognised */
static apr_size_t value_of(char *value, unsigned number, unsigned version)
{
    const apr_size_t length = (number * 2654435761u >> 8) % LONGEST;
    for (apr_size_t i = 0; i < length; i++)
        value[i] = (char)(number * 31 + version * 7 + i);
    return length;
}

/* Whether the value is there; if it is, it has to be right, in whichever version */
static int found(const scene_t *scene, unsigned number, unsigned versions, apr_pool_t *p)
{
    unsigned char key[LIC_RING_KEY];
    char expected[LONGEST];
    apr_size_t length;
    key_of(key, number);
    char *value = lic_ring_get(scene->ring, key, &length, p);
    if (!value)
        return 0;
    for (unsigned version = 0; version < versions; version++)
        if (value_of(expected, number, version) == length && !memcmp(value, expected, length))
            return 1;
    fail_msg("%u: what is found was never put", number);
    return 0;
}

static void put(const scene_t *scene, unsigned number, unsigned version)
{
    unsigned char key[LIC_RING_KEY];
    char value[LONGEST];
    key_of(key, number);
    lic_ring_put(scene->ring, key, value, value_of(value, number, version));
}

static void what_was_put_last_is_found_and_the_oldest_goes(void **state)
{
    scene_t scene = make();
    (void)state;
    assert_false(found(&scene, 1, 1, scene.p));
    for (unsigned i = 0; i < 1000; i++) {
        put(&scene, i, 0);
        assert_true(found(&scene, i, 1, scene.p));
    }
    assert_false(found(&scene, 1, 1, scene.p));
    int kept = 0;
    for (unsigned i = 980; i < 1000; i++)
        kept += found(&scene, i, 1, scene.p);
    assert_true(kept > 15);
    lic_ring_empty(scene.ring);
    for (unsigned i = 0; i < 1000; i++)
        assert_false(found(&scene, i, 1, scene.p));
    put(&scene, 7, 0);
    assert_true(found(&scene, 7, 1, scene.p));
    end(&scene);
}

static void what_is_too_long_is_not_kept(void **state)
{
    scene_t scene = make();
    unsigned char key[LIC_RING_KEY];
    apr_size_t length;
    (void)state;
    char *large = apr_pcalloc(scene.p, SIZE);
    key_of(key, 1);
    lic_ring_put(scene.ring, key, large, SIZE / 8);
    assert_null(lic_ring_get(scene.ring, key, &length, scene.p));
    lic_ring_put(scene.ring, key, large, 0);
    assert_non_null(lic_ring_get(scene.ring, key, &length, scene.p));
    assert_int_equal(length, 0);
    end(&scene);
}

static void whatever_is_in_the_memory_is_a_miss_or_right(void **state)
{
    scene_t scene = make();
    apr_pool_t *p;
    int hits = 0;
    (void)state;
    apr_pool_create(&p, scene.p);
    srand(1);
    for (int round = 0; round < 3000; round++) {
        apr_pool_clear(p);
        put(&scene, (unsigned)round % 40, 0);
        for (int i = 0; i < 20; i++) /* bytes anywhere, often in the head and the table */
            scene.memory[rand() % (i % 4 ? SIZE : 1100)] = (char)rand();
        for (unsigned i = 0; i < 40; i++)
            hits += found(&scene, i, 1, p);
    }
    assert_true(hits > 1000);
    memset(scene.memory, 0xff, SIZE);
    assert_false(found(&scene, 1, 1, p));
    put(&scene, 1, 0);
    end(&scene);
}

static void writers_that_are_killed_harm_nobody(void **state)
{
    scene_t scene = make();
    pid_t children[4];
    apr_pool_t *p;
    int hits = 0, died = 0;
    (void)state;
    apr_pool_create(&p, scene.p);
    memset(children, 0, sizeof(children));
    for (int round = 0; round < 200; round++) {
        pid_t *child = &children[round % 4];
        if (*child) {
            kill(*child, SIGKILL);
            died += waitpid(*child, NULL, 0) == *child;
        }
        *child = fork();
        if (!*child)
            for (unsigned i = (unsigned)round;; i++)
                put(&scene, i % 60, i % 8);
        for (unsigned i = 0; i < 600; i++) {
            apr_pool_clear(p);
            hits += found(&scene, i % 60, 8, p);
        }
    }
    for (int i = 0; i < 4; i++) {
        kill(children[i], SIGKILL);
        waitpid(children[i], NULL, 0);
    }
    assert_true(died > 150 && hits > 1000);
    put(&scene, 5, 0);
    assert_true(found(&scene, 5, 1, p));
    end(&scene);
}

static int setup(void **state)
{
    (void)state;
    return apr_initialize();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_last_is_found_and_the_oldest_goes),
        cmocka_unit_test(what_is_too_long_is_not_kept),
        cmocka_unit_test(whatever_is_in_the_memory_is_a_miss_or_right),
        cmocka_unit_test(writers_that_are_killed_harm_nobody),
    };
    return cmocka_run_group_tests_name("base/ring", tests, setup, NULL);
}
