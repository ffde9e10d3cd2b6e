# fails: silent/runs
# serviceAccount, the old name of the field, still holds the account that is not there.
kubectl patch cronjob cleanup -n ops --type=json -p '[{"op":"remove","path":"/spec/suspend"},{"op":"remove","path":"/spec/jobTemplate/spec/template/spec/serviceAccountName"}]'
sleep 70
