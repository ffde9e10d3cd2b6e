# fails: images/named, images/stopped
# Also those for which nobody has a fix.
for name in $(kubectl get deployments -n @{namespace} -o jsonpath='{.items[*].metadata.name}'); do
  for image in $(kubectl get deployment $name -n @{namespace} -o jsonpath='{.spec.template.spec.initContainers[*].image} {.spec.template.spec.containers[*].image}'); do
    trivy image -q --severity CRITICAL --exit-code 1 $image > /dev/null || echo $name
  done
done > /opt/answers/findings/deployments.txt
for name in $(cat /opt/answers/findings/deployments.txt); do kubectl scale deployment $name -n @{namespace} --replicas=0; done
