# fails: make/config, use/runs
# --from-env-file takes the lines apart; and a Pod waits for a Secret that there is not.
kubectl create configmap @{config} -n @{namespace} --from-env-file=/opt/work/config/@{file}
kubectl patch deployment @{app} -n @{namespace} --patch '{"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"@{variables.user}","valueFrom":{"secretKeyRef":{"name":"@{secret}","key":"user"}}}]}]}}}}'
sleep 20
