/* view/offer.c  Acts for which licences are missing: how many, what they cost, what happens otherwise. */
#include "view/part.h"

static void write_offer(lic_xml_t *x, const lic_offer_t *offer, const lic_query_t *q)
{
    const lic_preview_t *preview = offer->preview;
    lic_xml_start(x, "offer");
    if (offer->acts)
        lic_xml_attr(x, "action", lic_word_of(lic_act_words, (int)offer->act));
    lic_xml_attr(x, "product", offer->product);
    lic_xml_attr_int(x, "missing", offer->missing);
    lic_xml_attr_time(x, "deadline", offer->deadline);
    if (preview) {
        lic_xml_attr_int(x, "quantity", preview->outcome.asked);
        lic_xml_attr_int(x, "amount", preview->outcome.invoice ? preview->outcome.invoice->net : 0);
        lic_xml_attr(x, "currency", q->account->currency);
        lic_xml_attr(x, "confirm", preview->confirm);
        lic_xml_element(x, "name", preview->before.name);
    }
    if (offer->refused)
        lic_part_problem(x, offer->refused);
    lic_xml_end(x);
}

void lic_part_offers(lic_xml_t *x, const lic_query_t *q)
{
    for (int i = 0; i < q->noffers; i++)
        write_offer(x, &q->offers[i], q);
}
