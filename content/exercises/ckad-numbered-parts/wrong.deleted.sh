# fails: hold/held, hold/goes-on
kubectl delete job @{long} -n @{namespace}
