/**
 * @file base/pin.h  Libraries that stay when httpd, at a restart, unmaps the module.
 */
#ifndef LIC_BASE_PIN_H
#define LIC_BASE_PIN_H

/**
 * Keeps the shared library that holds this address mapped until the process ends. For libraries that keep registries or
 * caches in statics: unmapped with the module that brought them in, they would lose those at each restart, and make
 * them anew. Nothing of the module's own may then stay registered with them. Does nothing for the caller's own library.
 */
void lic_pin(const void *inside);

#endif
