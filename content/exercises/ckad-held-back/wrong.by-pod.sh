# fails: container/name
# The Pod that uses most is not always that of the container that does.
until kubectl top pods -n @{shop} > /dev/null 2>&1; do sleep 5; done
pod=$(kubectl top pods -n @{shop} --sort-by=cpu --no-headers | awk 'NR == 1 {print $1}')
echo $pod > /opt/answers/usage/container.txt
