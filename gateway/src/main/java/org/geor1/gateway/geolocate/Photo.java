package org.geor1.gateway.geolocate;

/**
 * An upload reduced to its pixels.
 *
 * @param png the pixels, re-encoded without any metadata
 * @param hadGps whether the upload carried a position, which was neither read nor forwarded
 */
record Photo(byte[] png, int width, int height, boolean hadGps) {}
