# fails: cpu/name, memory/order, node/name
until kubectl top pods -n @{namespace} > /dev/null 2>&1; do sleep 5; done
kubectl top pods -A -l @{label} --sort-by=cpu | head -n 2 > /opt/answers/usage/cpu.txt
kubectl top pods -A -l @{label} --sort-by=memory > /opt/answers/usage/memory.txt
kubectl top nodes --sort-by=memory > /opt/answers/usage/node.txt
