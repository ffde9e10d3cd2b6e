# fails: hanging/never-two
# Replace ends the old run, but a run may still hang until the next one is due.
kubectl patch cronjob backup -n vault -p '{"spec":{"concurrencyPolicy":"Replace"}}'
sleep 130
