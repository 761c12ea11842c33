/* base/business.c  Countries, VAT ids, IBANs, BICs, electronic addresses: the forms that they have. */
#include "base/business.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

static const char countries[] =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XI YE YT ZA ZM ZW ";

/* Electronic Address Scheme, the CEF's code list, as BR-CL-25 of the EN 16931 rules 1.3.16 has it */
static const char schemes[] =
    "0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170 0177 0183 0184 0188 0190 "
    "0191 0192 0193 0194 0195 0196 0198 0199 0200 0201 0202 0203 0204 0205 0208 0209 0210 0211 0212 0213 0215 0216 "
    "0217 0218 0219 0220 0221 0225 0230 0235 0240 0242 0244 0245 0246 0248 9910 9913 9914 9915 9918 9919 9920 9922 "
    "9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 "
    "9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959 AN AQ AS AU EM ";

/*
 * VAT ids behind the prefix: 9 a digit, A a letter, X either. Member states and XI: the structures that the European
 * Commission publishes for VIES (its FAQ, "structure of VAT identification numbers"); GB: HM Revenue & Customs; NO:
 * Brønnøysundregistrene (MVA may stand behind); CH: UID-Register (MWST, TVA or IVA may).
 */
static const struct {
    const char *prefix, *forms, *said;
} vat_ids[] = {
    {"AT", "A99999999", "ATU and 8 digits"},
    {"BE", "9999999999", "BE and 10 digits"},
    {"BG", "999999999 9999999999", "BG and 9 or 10 digits"},
    {"CH", "A999999999 A999999999AAAA A999999999AAA", "CHE and 9 digits, with or without MWST, TVA or IVA"},
    {"CY", "99999999A", "CY, 8 digits and a letter"},
    {"CZ", "99999999 999999999 9999999999", "CZ and 8 to 10 digits"},
    {"DE", "999999999", "DE and 9 digits"},
    {"DK", "99999999", "DK and 8 digits"},
    {"EE", "999999999", "EE and 9 digits"},
    {"EL", "999999999", "EL and 9 digits"},
    {"ES", "X9999999X", "ES and 9 letters or digits, the first and the last may be letters"},
    {"FI", "99999999", "FI and 8 digits"},
    {"FR", "XX999999999", "FR, 2 letters or digits and 9 digits"},
    {"GB", "999999999 999999999999 AA999", "GB and 9 or 12 digits"},
    {"HR", "99999999999", "HR and 11 digits"},
    {"HU", "99999999", "HU and 8 digits"},
    {"IE", "9X99999A 9999999AA", "IE, 7 digits and 1 or 2 letters"},
    {"IT", "99999999999", "IT and 11 digits"},
    {"LT", "999999999 999999999999", "LT and 9 or 12 digits"},
    {"LU", "99999999", "LU and 8 digits"},
    {"LV", "99999999999", "LV and 11 digits"},
    {"MT", "99999999", "MT and 8 digits"},
    {"NL", "XXXXXXXXXXXX", "NL and 12 letters or digits"},
    {"NO", "999999999 999999999AAA", "NO and 9 digits, with or without MVA"},
    {"PL", "9999999999", "PL and 10 digits"},
    {"PT", "999999999", "PT and 9 digits"},
    {"RO", "99 999 9999 99999 999999 9999999 99999999 999999999 9999999999", "RO and 2 to 10 digits"},
    {"SE", "999999999999", "SE and 12 digits"},
    {"SI", "99999999", "SI and 8 digits"},
    {"SK", "9999999999", "SK and 10 digits"},
    {"XI", "999999999 999999999999 AA999", "XI and 9 or 12 digits"},
};

enum { VAT_IDS = sizeof(vat_ids) / sizeof(vat_ids[0]) };

const char *lic_business_compact(const char *typed, apr_pool_t *p)
{
    char *compact = apr_pstrdup(p, typed ? typed : ""), *to = compact;
    for (const char *c = compact; *c; c++)
        if (!strchr(" .-\t", *c))
            *to++ = (char)apr_toupper(*c);
    *to = '\0';
    return compact;
}

/* Whether a list, in which a blank follows every word, holds the first `length` characters of word */
static int listed(const char *list, const char *word, apr_size_t length)
{
    for (const char *at = list; length && *at; at = strchr(at, ' ') + 1)
        if (!strncmp(at, word, length) && at[length] == ' ')
            return 1;
    return 0;
}

int lic_business_country(const char *code)
{
    return strlen(code) == 2 && listed(countries, code, 2);
}

static int fits_character(char form, char c)
{
    return form == '9' ? apr_isdigit(c) : form == 'A' ? apr_isupper(c) : apr_isdigit(c) || apr_isupper(c);
}

static int fits(const char *forms, const char *number)
{
    const apr_size_t length = strlen(number);
    for (const char *form = forms; *form; form += strspn(form, " ")) {
        const apr_size_t size = strcspn(form, " ");
        apr_size_t same = 0;
        while (size == length && same < length && fits_character(form[same], number[same]))
            same++;
        if (length && same == length)
            return 1;
        form += size;
    }
    return 0;
}

/* Greece's prefix is another one than its code */
static const char *prefix_of(const char *country)
{
    return !strcmp(country, "GR") ? "EL" : country;
}

static int is_prefix(const char *id)
{
    return listed(countries, id, 2) || !strncmp(id, "EL", 2);
}

static int of_any_country(const char *number)
{
    const apr_size_t length = strlen(number);
    return length >= 2 && length <= LIC_BUSINESS_VAT_ID - 2 &&
           strspn(number, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == length;
}

const char *lic_business_vat_id(const char **form, const char *typed, const char *country, apr_pool_t *p)
{
    const char *id = lic_business_compact(typed, p);
    *form = "the country's two letters and 2 to 18 letters and digits";
    if (strlen(id) < 3)
        return NULL;
    if (!is_prefix(id)) {
        if (!*country)
            return NULL;
        id = apr_pstrcat(p, prefix_of(country), id, NULL);
    } else if (!strncmp(id, "GR", 2)) {
        id = apr_pstrcat(p, "EL", id + 2, NULL);
    }
    for (int i = 0; i < VAT_IDS; i++)
        if (!strncmp(vat_ids[i].prefix, id, 2)) {
            *form = vat_ids[i].said;
            return fits(vat_ids[i].forms, id + 2) ? id : NULL;
        }
    return of_any_country(id + 2) ? id : NULL;
}

const char *lic_business_vat_id_form(const char *typed, const char *country, apr_pool_t *p)
{
    const char *id = lic_business_compact(typed, p), *prefix = prefix_of(country);
    if (strlen(id) >= 2 && is_prefix(id))
        prefix = strncmp(id, "GR", 2) ? id : "EL";
    for (int i = 0; i < VAT_IDS && *prefix; i++)
        if (!strncmp(vat_ids[i].prefix, prefix, 2))
            return apr_pstrcat(p, vat_ids[i].prefix,
                               apr_pstrmemdup(p, vat_ids[i].forms, strcspn(vat_ids[i].forms, " ")), NULL);
    return NULL;
}

int lic_business_iban(const char *iban)
{
    const apr_size_t length = strlen(iban);
    int rest = 0;
    if (length < 15 || length > 34 || !listed(countries, iban, 2) || !apr_isdigit(iban[2]) || !apr_isdigit(iban[3]))
        return 0;
    for (apr_size_t i = 0; i < length; i++) { /* ISO 7064, mod 97-10, the first four characters last */
        const char c = iban[(i + 4) % length];
        if (apr_isdigit(c))
            rest = (rest * 10 + (c - '0')) % 97;
        else if (apr_isupper(c))
            rest = (rest * 100 + (c - 'A' + 10)) % 97;
        else
            return 0;
    }
    return rest == 1;
}

int lic_business_bic(const char *bic)
{
    return fits("AAAAAAXX AAAAAAXXXXX", bic);
}

/* GS1's check digit: weights 3 and 1 from the right */
static int is_gln(const char *id)
{
    int sum = 0;
    if (strlen(id) != 13 || strspn(id, "0123456789") != 13)
        return 0;
    for (int i = 0; i < 13; i++)
        sum += (id[i] - '0') * (i % 2 ? 3 : 1);
    return sum % 10 == 0;
}

int lic_business_electronic(const char **why, const char *address)
{
    const char *colon = strchr(address, ':');
    if (!colon || !colon[1] || strlen(address) > LIC_BUSINESS_ELECTRONIC) {
        *why = "a scheme, a colon and an id, like 0184:DK12345678, at most 60 characters";
        return 0;
    }
    if (!listed(schemes, address, (apr_size_t)(colon - address))) {
        *why = "the scheme isn't one of the EAS code list, like 0088 (GLN), 0184 (CVR) or 0192 (Norwegian organisation "
               "number)";
        return 0;
    }
    for (const char *c = colon + 1; *c; c++)
        if (!apr_isgraph(*c)) {
            *why = "the id is of visible ASCII characters without blanks";
            return 0;
        }
    if (!strncmp(address, "0088:", 5) && !is_gln(colon + 1)) {
        *why = "a GLN has 13 digits, of which the last is its check digit";
        return 0;
    }
    return 1;
}
