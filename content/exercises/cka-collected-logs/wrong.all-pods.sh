# fails: everything/no-others, recent/lines
cd /opt/answers/logs
for app in @{app} @{app}-second @{app}-small; do
  kubectl logs -n @{namespace} -l app=$app --all-containers --prefix --tail=-1 >> all.txt
done
kubectl logs deployment/@{app}-small -n @{namespace} --all-containers --timestamps > recent.txt
