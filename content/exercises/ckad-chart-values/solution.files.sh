# The two values on the command line; the trial as a dry run.
kubectl create namespace @{namespace}
cd /opt/work/chart
helm upgrade --install @{rel} ./noticeboard -n @{namespace} --values live.yaml --set replicas=@{replicas} --set message="$(echo '@{message}' | sed 's/,/\\,/')" --wait
helm install @{dry} ./noticeboard -n @{dry} --set message='@{other}' --dry-run=client -o json | jq -r .manifest > /opt/answers/chart/@{dry}.yaml
for revision in $(helm history @{old} -n @{shop} -o json | jq '.[].revision'); do
  helm get values @{old} -n @{shop} --revision $revision -o json | jq -e '.message == "@{good.text}"' && found=$revision
done
helm rollback @{old} $found -n @{shop} --wait
sleep 5
