# fails: silent/runs
# Jobs appear now, but none of them gets a Pod.
kubectl patch cronjob cleanup -n ops -p '{"spec":{"suspend":false}}'
sleep 70
