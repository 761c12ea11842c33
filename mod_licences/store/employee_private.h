/**
 * @file store/employee_private.h  Reads an employee from a row.
 */
#ifndef LIC_STORE_EMPLOYEE_PRIVATE_H
#define LIC_STORE_EMPLOYEE_PRIVATE_H

#include "core/employee.h"
#include "store/row.h"

/** The employee of a row whose columns are those of employee_by_id. */
void lic_employee_read(lic_employee_t *employee, const lic_rows_t *rows);

/** Where those columns come after others: first is the place of the id's. */
void lic_employee_read_at(lic_employee_t *employee, const lic_rows_t *rows, int first);

#endif
