/* Countries, VAT ids, IBANs, BICs, electronic addresses: those that are, in whatever way they are typed, and those that
 * aren't. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <apr_general.h>
#include <apr_strings.h>

#include "base/business.h"

static apr_pool_t *pool;

static void a_vat_id_is_known_by_its_countrys_form_however_it_is_typed(void **state)
{
    static const char *const right[][3] = {{"DK12345674", "DK", "DK12345674"},
                                           {" dk 12 34 56 74 ", "DK", "DK12345674"},
                                           {"12345674", "DK", "DK12345674"},
                                           {"DE123456789", "DK", "DE123456789"},
                                           {"ATU12345678", "AT", "ATU12345678"},
                                           {"BE0123456789", "", "BE0123456789"},
                                           {"123456789", "GR", "EL123456789"},
                                           {"GR123456789", "GR", "EL123456789"},
                                           {"ESX1234567X", "ES", "ESX1234567X"},
                                           {"FRAB123456789", "FR", "FRAB123456789"},
                                           {"IE1234567WA", "IE", "IE1234567WA"},
                                           {"NL123456789B01", "NL", "NL123456789B01"},
                                           {"NO 987 654 321 MVA", "NO", "NO987654321MVA"},
                                           {"CHE-123.456.789 MWST", "CH", "CHE123456789MWST"},
                                           {"GB GD 001", "GB", "GBGD001"},
                                           {"RO12", "RO", "RO12"},
                                           {"SE123456789001", "SE", "SE123456789001"},
                                           {"JP1234567890123", "JP", "JP1234567890123"}};
    static const char *const wrong[][2] = {{"DK1234567", "DK"},
                                           {"DK123456789", "DK"},
                                           {"DK1234567X", "DK"},
                                           {"AT12345678X", "AT"},
                                           {"SE1234567890", "SE"},
                                           {"FR12345678", "FR"},
                                           {"12345674", ""},
                                           {"DK", "DK"},
                                           {"", "DK"},
                                           {"JP12345678901234567890", "JP"},
                                           {"US12/34", "US"}};
    const char *form;
    (void)state;
    for (unsigned i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
        const char *id = lic_business_vat_id(&form, right[i][0], right[i][1], pool);
        if (!id)
            fail_msg("%s should be: %s", right[i][0], form);
        assert_string_equal(id, right[i][2]);
    }
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        if (lic_business_vat_id(&form, wrong[i][0], wrong[i][1], pool))
            fail_msg("%s isn't one of %s", wrong[i][0], wrong[i][1]);
    assert_null(lic_business_vat_id(&form, "DK1", "DK", pool));
    assert_string_equal(form, "DK and 8 digits");
}

static void an_iban_is_known_by_its_check_digits(void **state)
{
    static const char *const right[] = {"DK5000400440116243", "GB82WEST12345698765432", "DE89370400440532013000",
                                        "NO9386011117947", "MT84MALT011000012345MTLCAST001S"};
    static const char *const wrong[] = {"DK5000400440116244",
                                        "DK0500400440116243",
                                        "XX5000400440116243",
                                        "DK50",
                                        "DK50004004401162431234567890123456789",
                                        "dk5000400440116243",
                                        ""};
    (void)state;
    for (unsigned i = 0; i < sizeof(right) / sizeof(right[0]); i++)
        assert_true(lic_business_iban(right[i]));
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(lic_business_iban(wrong[i]));
    assert_true(lic_business_bic("DABADKKK"));
    assert_true(lic_business_bic("DABADKKKXXX"));
    assert_false(lic_business_bic("DABADKK"));
    assert_false(lic_business_bic("1ABADKKK"));
}

static void an_electronic_address_has_a_scheme_of_the_list(void **state)
{
    const char *why;
    (void)state;
    assert_true(lic_business_electronic(&why, "0184:DK12345674"));
    assert_true(lic_business_electronic(&why, "9930:DE123456789"));
    assert_true(lic_business_electronic(&why, "EM:billing@example.com"));
    assert_true(lic_business_electronic(&why, "0088:5790000000012"));
    assert_false(lic_business_electronic(&why, "0088:5790000000013")); /* its check digit */
    assert_false(lic_business_electronic(&why, "0001:DK12345674"));
    assert_false(lic_business_electronic(&why, "018:DK12345674"));
    assert_false(lic_business_electronic(&why, "0184:"));
    assert_false(lic_business_electronic(&why, ":DK12345674"));
    assert_false(lic_business_electronic(&why, "0184"));
    assert_false(lic_business_electronic(&why, "0184:DK 12345674"));
}

static void a_country_is_one_of_iso_3166(void **state)
{
    (void)state;
    assert_true(lic_business_country("DK"));
    assert_true(lic_business_country("ZW"));
    assert_false(lic_business_country("dk"));
    assert_false(lic_business_country("EL"));
    assert_false(lic_business_country("DKK"));
    assert_false(lic_business_country("D "));
    assert_false(lic_business_country(""));
}

static int start(void **state)
{
    (void)state;
    apr_initialize();
    return apr_pool_create(&pool, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vat_id_is_known_by_its_countrys_form_however_it_is_typed),
        cmocka_unit_test(an_iban_is_known_by_its_check_digits),
        cmocka_unit_test(an_electronic_address_has_a_scheme_of_the_list),
        cmocka_unit_test(a_country_is_one_of_iso_3166),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
