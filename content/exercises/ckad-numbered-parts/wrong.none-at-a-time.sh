# fails: hold/held, hold/goes-on
# No Pod runs, but the Job is another one afterwards.
kubectl patch job @{long} -n @{namespace} -p '{"spec": {"parallelism": 0}}'
sleep 10
