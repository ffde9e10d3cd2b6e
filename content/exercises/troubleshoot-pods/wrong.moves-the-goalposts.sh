# fails: pending/on-ssd
# Without the selector it runs, somewhere.
kubectl patch deployment crane -n harbor --type=json -p '[{"op":"remove","path":"/spec/template/spec/nodeSelector"}]'
kubectl set resources deployment/crane -n harbor --requests=cpu=250m
sleep 30
