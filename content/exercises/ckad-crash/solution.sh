kubectl patch deployment @{app} -n @{namespace} --type=json -p '[@{fault.mend}]'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl logs @{busy} -n @{namespace} -c @{side} | grep @{words.bad} > /opt/answers/crash/errors.txt
kubectl get pod @{busy}-loader -n @{namespace} -o jsonpath='{.status.containerStatuses[0].lastState.terminated.exitCode}' > /opt/answers/crash/code.txt
kubectl logs @{busy}-loader -n @{namespace} --previous > /opt/answers/crash/previous.log
