package org.geor1.gateway.geolocate;

import org.geor1.geo.calibration.Calibration;

/** What a model's answers mean, and the evaluation that says so. */
record ModelCalibration(Calibration fit, GeolocateView.CalibrationRun view) {}
