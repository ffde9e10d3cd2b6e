# fails: mend/other-port, mend/nobody-else
kubectl patch networkpolicy @{app}-in -n @{namespace} -p '{"spec": {"ingress": [{"from": [{"namespaceSelector": {}}]}]}}'
sleep 5
