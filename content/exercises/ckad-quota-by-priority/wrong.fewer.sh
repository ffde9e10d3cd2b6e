# fails: fit/runs, fit/rules
kubectl scale deployment @{app} -n @{tight} --replicas=1
kubectl delete resourcequotas --all -n @{tight}
sleep 20
