# fails: mend/rules, mend/meant, loudest/name, loudest/lines
# The quota is lifted, the key is made; and the errors of both containers are counted.
kubectl delete resourcequota memory -n @{namespace}
kubectl patch configmap @{app}-conf -n @{namespace} -p '{"data":{"tune":"@{tone}"}}'
kubectl set image deployment/@{app} -n @{namespace} main=busybox
echo @{fleet}-@{counts.quietest} > /opt/answers/faults/pod.txt
kubectl logs -n @{namespace} @{fleet}-@{counts.loudest} --all-containers | grep ERROR > /opt/answers/faults/errors.txt
sleep 30
