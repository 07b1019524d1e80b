#!/bin/sh
# source service_desk.incidents: one file per open incident of the two highest
# severities lies in run/incidents.
. scripts/lib.sh
give "{\"open_sev12\": $(find run/incidents -type f | wc -l)}"
