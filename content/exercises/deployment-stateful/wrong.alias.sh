# fails: nameless/zero, nameless/one
# An alias leads to the Service's address, but has no names of Pods below it.
kubectl create service externalname ledger -n legacy --external-name=ledger-http.legacy.svc.cluster.local
sleep 10
